using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Local;

/// <summary>Channels of the local chat: a name is all there is to one, so it exists as soon as somebody opens it.</summary>
internal static partial class LocalChannels
{
    public const string Workspace = "local";
    public const string General = "general";

    private const int LongestIncidentName = 40;

    public static ChannelRef Ref(string name) => new(LocalPlatform.PlatformName, Workspace, name);

    public static bool IsName(string name) => Name().IsMatch(name);

    public static int? IncidentNumber(string name) =>
        IncidentName().Match(name) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary><c>inc-7-redis-out-of-memory</c>, cut between words.</summary>
    public static string ForIncident(int number, string title)
    {
        var name = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"inc-{number}"));
        foreach (Match word in Word().Matches(title.ToLowerInvariant()))
        {
            if (name.Length + 1 + word.Length > LongestIncidentName)
            {
                break;
            }

            name.Append('-').Append(word.ValueSpan);
        }

        return name.ToString();
    }

    /// <summary>The order people look for them in, which does not change while somebody speaks: general, the newest incident first, then by name.</summary>
    public static IReadOnlyList<string> InOrder(IEnumerable<string> names) =>
        [.. names.Distinct()
            .OrderBy(name => name == General ? 0 : 1)
            .ThenByDescending(name => IncidentNumber(name) ?? -1)
            .ThenBy(name => name, StringComparer.Ordinal)];

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,79}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex("^inc-([0-9]{1,9})(?:-|$)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex IncidentName();

    [GeneratedRegex("[a-z0-9]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
