using System.Security.Cryptography;
using System.Text;
using IncidentBot.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace IncidentBot.Dashboard.SignIn;

/// <summary>
/// Seals what a browser carries while somebody signs in, by a key derived from the audit's. ASP.NET's own keys lie in a folder of one
/// machine: a sign-in that began at one replica could not come back to another.
/// </summary>
internal sealed class SealedData(AuditKey key, string purpose) : IDataProtector
{
    private static readonly int NonceSize = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagSize = AesGcm.TagByteSizes.MaxSize;

    private readonly Lazy<byte[]> sealing = new(() => key.KeyFor($"sign-in {purpose}"), LazyThreadSafetyMode.PublicationOnly);

    public IDataProtector CreateProtector(string purpose1) => new SealedData(key, $"{purpose}/{Convert.ToHexString(Encoding.UTF8.GetBytes(purpose1))}");

    public byte[] Protect(byte[] plaintext)
    {
        var whole = new byte[NonceSize + TagSize + plaintext.Length];
        RandomNumberGenerator.Fill(whole.AsSpan(0, NonceSize));
        using var cipher = new AesGcm(sealing.Value, TagSize);
        cipher.Encrypt(whole.AsSpan(0, NonceSize), plaintext, whole.AsSpan(NonceSize + TagSize), whole.AsSpan(NonceSize, TagSize));
        return whole;
    }

    /// <exception cref="CryptographicException">It was not sealed here for this purpose.</exception>
    public byte[] Unprotect(byte[] protectedData)
    {
        if (protectedData.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("It is too short.");
        }

        var plain = new byte[protectedData.Length - NonceSize - TagSize];
        using var cipher = new AesGcm(sealing.Value, TagSize);
        cipher.Decrypt(protectedData.AsSpan(0, NonceSize), protectedData.AsSpan(NonceSize + TagSize), protectedData.AsSpan(NonceSize, TagSize), plain);
        return plain;
    }
}
