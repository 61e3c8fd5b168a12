using System.Security.Cryptography;
using IncidentBot.Dashboard.SignIn;
using IncidentBot.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace IncidentBot.Dashboard;

public sealed class SealedDataTests
{
    private static readonly string Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void What_one_replica_has_sealed_another_one_opens()
    {
        var carried = With(Key).CreateProtector("state").Protect([1, 2, 3]);
        Assert.Equal([1, 2, 3], With(Key).CreateProtector("state").Unprotect(carried));
        Assert.NotEqual(carried, With(Key).CreateProtector("state").Protect([1, 2, 3]));
    }

    [Fact]
    public void Nothing_else_is_opened()
    {
        var carried = With(Key).CreateProtector("state").Protect([1, 2, 3]);
        Assert.ThrowsAny<CryptographicException>(() => With(Key).CreateProtector("nonce").Unprotect(carried));
        Assert.ThrowsAny<CryptographicException>(() => With(Convert.ToBase64String(new byte[32])).CreateProtector("state").Unprotect(carried));
        Assert.ThrowsAny<CryptographicException>(() => With(Key).CreateProtector("state").Unprotect(carried[..20]));
        for (var place = 0; place < carried.Length; place++)
        {
            byte[] changed = [.. carried];
            changed[place] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => With(Key).CreateProtector("state").Unprotect(changed));
        }
    }

    private static SealedData With(string key) => new(new AuditKey(Options.Create(new AuditOptions { Key = key })), "pages");
}
