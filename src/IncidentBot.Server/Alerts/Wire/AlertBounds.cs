using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Alerts.Wire;

/// <summary>
/// How much of what a sender says is taken. What is beyond is cut: an Alertmanager that is refused does not say it again, and all
/// of its alerts would be lost.
/// </summary>
internal static class AlertBounds
{
    /// <summary>In one body.</summary>
    public const int MostAlerts = 20_000;

    /// <summary>Of labels, and of annotations.</summary>
    public const int MostTexts = 64;

    private const int LongestText = 2_000;
    private const int LongestName = 200;
    private const int LongestKey = 600;

    /// <summary>What alerts are told apart by, where not all can be kept.</summary>
    private static readonly string[] First = ["alertname", "severity"];

    public static IReadOnlyDictionary<string, string> Texts(Dictionary<string, string> texts) => texts
        .Where(text => text.Key.Length <= LongestName)
        .OrderBy(text => First.Contains(text.Key) ? 0 : 1)
        .Take(MostTexts)
        .ToDictionary(text => text.Key, text => Text(text.Value), StringComparer.Ordinal);

    /// <summary>What tells groups and alerts apart, still does so when it is cut.</summary>
    public static string Key(string key) => key.Length <= LongestKey ? key : $"{Cut(key, LongestKey - 33)}…{Hash(key)}";

    /// <summary>Of the same labels always the same, in whatever order they come.</summary>
    public static string Fingerprint(Dictionary<string, string> labels) =>
        Hash(string.Concat(labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}\0{label.Value}\0")));

    private static string Text(string text) => text.Length <= LongestText ? text : $"{Cut(text, LongestText - 1)}…";

    private static string Cut(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
