namespace IncidentBot.Alerts;

/// <summary>The attributes of a CloudEvent in binary mode, where the body is its data alone.</summary>
internal static class CloudEventHeaders
{
    private const string Prefix = "ce-";
    private const string Version = "ce-specversion";

    /// <returns>By their names without the prefix; null where the request is in no binary mode.</returns>
    public static IReadOnlyDictionary<string, string>? Of(IHeaderDictionary headers) => !headers.ContainsKey(Version) ? null : headers
        .Where(header => header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key[Prefix.Length..].ToLowerInvariant(), header => Uri.UnescapeDataString(header.Value.ToString()));
}
