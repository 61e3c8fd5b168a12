using System.Security.Cryptography;
using System.Text;
using IncidentBot.Markup;

namespace IncidentBot.Web.Cards;

/// <summary>
/// Style and script stand in the page itself and are allowed by their hashes: one address is all that the proxy has to
/// lead here, and a page that is saved looks as it did.
/// </summary>
internal static class CardPageContent
{
    private static readonly string Style = CardAssets.Style.Text + EmbeddedAsset.Load(typeof(CardPageContent), "page.css", EmbeddedAsset.Css).Text;
    private static readonly string Script = CardAssets.Times.Text + "\nshowTimes(document);\n";

    public static readonly string Head = $"<style>{Style}</style><script type=\"module\">{Script}</script>";

    private static readonly string Policy =
        $"default-src 'none'; style-src {Source(Style)}; script-src {Source(Script)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>What every such page tells the browser: to run nothing else, to keep no copy and to tell nobody of its address.</summary>
    public static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private static string Source(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
