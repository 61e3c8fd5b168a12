using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Storage;

namespace IncidentBot.Chat.Local;

/// <summary>
/// What shows that somebody may read what the bot prints at its start, and so is neither another user of this machine nor behind a
/// proxy. Derived from the audit's key: a restart logs nobody out, and no further secret has to be kept.
/// </summary>
internal sealed class LocalToken(AuditKey key)
{
    private const string Parameter = "token";

    private readonly Lazy<string> token = new(() => Base64Url.EncodeToString(key.KeyFor("local chat")), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>The address to open, for who may see the token.</summary>
    /// <param name="urls">Those the server listens on.</param>
    /// <returns>Null where there is none that a browser could open.</returns>
    public Uri? Invitation(IEnumerable<string> urls) => urls
        .Where(url => !url.Contains("://unix:", StringComparison.OrdinalIgnoreCase))
        .Select(url => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address : null)
        .OfType<Uri>()
        .Select(address => new UriBuilder(address)
        {
            // Of 0.0.0.0 and [::], which are every address, the one that the chat answers on.
            Host = address.IsLoopback ? address.Host : "127.0.0.1",
            Query = $"{Parameter}={token.Value}",
        }.Uri)
        .FirstOrDefault();

    /// <summary>Two bots on one machine share a browser's cookies, whatever their ports.</summary>
    public (string Name, string Value) CookieAt(int port) => (string.Create(CultureInfo.InvariantCulture, $"incidentbot-{port}"), token.Value);

    /// <summary>Whether it is shown, in the address or by the cookie. One that stood in the address becomes the cookie.</summary>
    public bool IsShown(HttpContext http)
    {
        var (name, _) = CookieAt(http.Connection.LocalPort);
        if (IsRight(http.Request.Cookies[name]))
        {
            return true;
        }

        if (!IsRight(http.Request.Query[Parameter]))
        {
            return false;
        }

        http.Response.Cookies.Append(name, token.Value, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict });
        return true;
    }

    private bool IsRight(string? shown) =>
        shown is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(token.Value));
}
