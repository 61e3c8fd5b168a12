using System.Text.Json;

namespace IncidentBot.Alerts.Wire;

/// <summary>Of the addresses that a sender gives those that somebody can be led to; others are left out without a word.</summary>
internal static class AlertLinks
{
    private const int Longest = 2_000;
    private const string Runbook = "runbook_url";

    /// <param name="fields">The title of each, and the field of the alert that has it.</param>
    public static IReadOnlyList<AlertLink> Of(
        JsonElement alert, IReadOnlyDictionary<string, string> annotations, params ReadOnlySpan<(string Title, string Field)> fields)
    {
        var links = new List<AlertLink>();
        foreach (var (title, field) in fields)
        {
            Add(title, WireJson.Field(alert, field) is { ValueKind: JsonValueKind.String } url ? WireJson.Text(alert, field, "") : null);
        }

        Add("Runbook", annotations.GetValueOrDefault(Runbook));
        return links;

        void Add(string title, string? url)
        {
            if (Address(url) is { } address)
            {
                links.Add(new AlertLink(title, address));
            }
        }
    }

    /// <returns>Null for everything but http and https, and for what carries a password.</returns>
    public static string? Address(string? text) =>
        text is { Length: <= Longest }
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url is { UserInfo.Length: 0, AbsoluteUri.Length: <= Longest }
            ? url.AbsoluteUri
            : null;

    /// <inheritdoc cref="Address(string?)"/>
    public static string? Address(JsonElement holder, string field) =>
        WireJson.Field(holder, field) is { ValueKind: JsonValueKind.String } ? Address(WireJson.Text(holder, field, "")) : null;
}
