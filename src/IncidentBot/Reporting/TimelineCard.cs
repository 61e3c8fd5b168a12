using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;

namespace IncidentBot.Reporting;

/// <summary>What happened, in order; the numbers are the ones that summaries cite.</summary>
public sealed class TimelineCard(PeopleDirectory people)
{
    /// <summary>More would not fit a phone, or a Slack message.</summary>
    public const int Shown = 20;

    /// <param name="before">Only events before this one; null for the newest.</param>
    public static TimelineQuery Newest(Incident incident, int? before = null) =>
        new(incident.Id) { NewestFirst = true, Limit = Shown, After = before is { } sequence ? new Cursor(sequence) : null };

    /// <param name="page">As <see cref="Newest"/> asks for it.</param>
    public Card Draw(Incident incident, Page<TimelineEntry> page)
    {
        var last = page.Items.Reverse().ToList();
        return new Card($"{incident.Label} timeline")
        {
            Blocks =
            [
                new CardBlock.Fields([.. last.Select(entry => new CardField($"e{entry.Sequence}", $"{Moment.Of(entry.At)} {Who(entry)}: {Text(entry)}"))]),
                new CardBlock.Footnote(Range(last, page.Next is not null)),
            ],
            Buttons = page.Next is null ? [] : [new CardButton("Earlier", $"/incident timeline {incident.Label} before=e{last[0].Sequence}")],
        };
    }

    private static string Range(List<TimelineEntry> shown, bool areMore) => shown switch
    {
        [] => "There is no earlier event.",
        [var first, .., var last] when areMore => $"Events e{first.Sequence} to e{last.Sequence}; there are earlier ones.",
        _ => $"{shown.Count} events.",
    };

    public string Who(TimelineEntry entry) => entry.By is { } by ? people.NameOf(by) : "bot";

    /// <summary>What people have made of it since stands first.</summary>
    public string Text(TimelineEntry entry) => entry.Amended switch
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

    internal static string Words(TimelineEntry entry) => entry is { From: { } from, To: { } to } ? $"{from} → {to}. {entry.Text}".TrimEnd() : entry.Text;
}
