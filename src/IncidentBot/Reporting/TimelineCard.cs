using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;

namespace IncidentBot.Reporting;

/// <summary>What happened, in order; the numbers are the ones that summaries cite.</summary>
public sealed class TimelineCard(PeopleDirectory people)
{
    /// <summary>More would not fit a phone, or a Slack message.</summary>
    public const int Shown = 20;

    /// <param name="timeline">The newest entries; those before them are counted by their numbers.</param>
    public Card Draw(Incident incident, IReadOnlyList<TimelineEntry> timeline)
    {
        var last = Corrections.Apply(timeline).TakeLast(Shown).ToList();
        var all = last is [.., var newest] ? newest.Sequence : 0;
        return new Card($"{incident.Label} timeline")
        {
            Blocks =
            [
                new CardBlock.Fields([.. last.Select(entry => new CardField($"e{entry.Sequence}", $"{Moment.Of(entry.At)} {Who(entry)}: {Text(entry)}"))]),
                new CardBlock.Footnote(last.Count < all ? $"The last {last.Count} of {all} events." : $"{last.Count} events."),
            ],
        };
    }

    private string Who(TimelineEntry entry) => entry.By is { } by ? people.NameOf(by) : "bot";

    private string Text(TimelineEntry entry) => entry.Amended switch
    {
        { Struck: true } struck => $"STRUCK ({ByWhom(struck)}). It said: {Words(struck.Original)}",
        { } corrected => $"{Words(entry)} CORRECTED ({ByWhom(corrected)}). It said, {Moment.Of(corrected.Original.At)}: {Words(corrected.Original)}",
        null => Words(entry),
    };

    private string ByWhom(Amendment amended)
    {
        var why = amended.Last.What is TimelineEvent.Struck struck ? $": {struck.Reason}" : "";
        return $"{Who(amended.Last)}, e{amended.Last.Sequence}{why}";
    }

    private static string Words(TimelineEntry entry) => entry is { From: { } from, To: { } to } ? $"{from} → {to}. {entry.Text}".TrimEnd() : entry.Text;
}
