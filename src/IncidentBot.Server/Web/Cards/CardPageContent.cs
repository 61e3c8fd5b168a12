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

    public static readonly string Policy =
        $"default-src 'none'; style-src {Source(Style)}; script-src {Source(Script)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static string Source(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
