using System.Text.RegularExpressions;

namespace IncidentBot.Http;

/// <summary>
/// An address with places for arguments. A value fills its place as data: it cannot begin another segment, another query
/// parameter or another host, whatever it holds.
/// </summary>
internal sealed partial class UrlTemplate(Uri baseUrl, string path)
{
    private readonly string text = $"{baseUrl.AbsoluteUri.TrimEnd('/')}/{path.TrimStart('/')}";

    /// <summary>The arguments that the path names.</summary>
    public IReadOnlyList<string> Names { get; } = [.. Place().Matches(path).Select(match => match.Groups[1].Value).Distinct(StringComparer.OrdinalIgnoreCase)];

    public override string ToString() => text;

    /// <returns>Null where the values would make it another address than the one configured.</returns>
    public Uri? Fill(IReadOnlyDictionary<string, string> values)
    {
        var filled = Place().Replace(text, place => Uri.EscapeDataString(values[place.Groups[1].Value]));

        // A value of dots is not encoded, and a URL takes "/../" as a step up: what was normalised is not what was configured.
        return Uri.TryCreate(filled, UriKind.Absolute, out var url) && url.AbsoluteUri == filled ? url : null;
    }

    [GeneratedRegex(@"\{([A-Za-z][A-Za-z0-9_-]*)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
