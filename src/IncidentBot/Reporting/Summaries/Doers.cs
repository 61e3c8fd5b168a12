using IncidentBot.People;
using IncidentBot.Timeline;

namespace IncidentBot.Reporting.Summaries;

internal static class Doers
{
    /// <summary>At the beginning of a sentence.</summary>
    public static string WhoOf(this PeopleDirectory people, TimelineEntry entry) => entry.By is { } by ? people.NameOf(by) : "The bot";

    /// <summary><c>Ada, Grace and Olga</c>.</summary>
    public static string Listed(IReadOnlyList<string> names) => names switch
    {
        [] => "",
        [var only] => only,
        _ => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
    };
}
