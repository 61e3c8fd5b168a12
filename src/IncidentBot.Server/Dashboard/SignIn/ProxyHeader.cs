using System.Security.Cryptography;
using System.Text;
using IncidentBot.People;
using Microsoft.Extensions.Options;

namespace IncidentBot.Dashboard.SignIn;

/// <summary>Whom a proxy has signed in, as it says with each request. Believed only of one that knows the secret.</summary>
internal sealed class ProxyHeader(IOptions<SignInOptions> options)
{
    public const string SecretHeader = "X-IncidentBot-Proxy";

    /// <summary>Nobody has an account of it in a chat; people list theirs as <c>proxy::ada@your.org</c>.</summary>
    private const string Platform = "proxy";

    private const int LongestName = 200;

    /// <returns>Null where nobody is named by one that may.</returns>
    public Account? Read(HttpRequest request)
    {
        var proxy = options.Value.Proxy;
        return proxy.IsConfigured
            && request.Headers[SecretHeader] is [{ } secret]
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(proxy.Secret))
            && request.Headers[proxy.Header] is [{ Length: > 0 and <= LongestName } who]
            && !who.Any(char.IsControl)
            ? new Account(Platform, "", who.Trim().ToLowerInvariant())
            : null;
    }
}
