using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;

namespace IncidentBot.Reporting;

/// <summary>One entry of a timeline, whole: what a sentence of a summary stands on.</summary>
internal sealed class EntryCard(PeopleDirectory people)
{
    /// <param name="timeline">All of it, as it reads now.</param>
    public Card Draw(Incident incident, TimelineEntry entry, IReadOnlyList<TimelineEntry> timeline) => new($"{incident.Label} e{entry.Sequence}")
    {
        Blocks =
        [
            new CardBlock.Fields([new CardField("When", Moment.Of(entry.At)), new CardField("Who", Who(entry)), .. Fields(entry)]),
            .. Checks(entry.What) is { Count: > 0 } checks ? [new CardBlock.Lines(CheckText.Lines(checks))] : Array.Empty<CardBlock>(),
            .. Amended(entry),
        ],
        Buttons = [.. Buttons(incident, entry, timeline)],
    };

    private static IEnumerable<CardField> Fields(TimelineEntry entry)
    {
        yield return new CardField("What", TimelineCard.Words(entry));
        if (entry.What is TimelineEvent.StatusUpdated update)
        {
            foreach (var field in Told(update))
            {
                yield return field;
            }
        }

        if (entry.What is not TimelineEvent.Found found)
        {
            yield break;
        }

        if (found.Calls.ToList() is { Count: > 0 } calls)
        {
            yield return new CardField("Read", string.Join(", ", calls));
        }

        if (found.NotSeen.Count > 0)
        {
            yield return new CardField("Not seen", string.Join('\n', found.NotSeen.Select(unseen => $"{unseen.Call}: {unseen.Why}")));
        }

        if (found.Readings.Count > 0)
        {
            yield return new CardField("Measured", string.Join(", ", found.Readings.Select(reading => $"{reading.Name} {reading.Figure()}")));
        }
    }

    private static IEnumerable<CardField> Told(TimelineEvent.StatusUpdated update)
    {
        if (update.Impact is { } impact)
        {
            yield return new CardField("Impact", impact);
        }

        if (update.Promised is { } promised)
        {
            yield return new CardField("Promised by", Moment.Of(promised));
        }

        if (update.Next is { } next)
        {
            yield return new CardField("Next by", Moment.Of(next));
        }
    }

    private static IReadOnlyList<CheckResult> Checks(TimelineEvent what) => what switch
    {
        TimelineEvent.Checked check => check.Results,
        TimelineEvent.Looked looked => looked.Results,
        _ => [],
    };

    private IEnumerable<CardBlock> Amended(TimelineEntry entry)
    {
        if (entry.Amended is { } amended)
        {
            var why = amended.Last.What switch
            {
                TimelineEvent.Struck { Reason: var reason } => reason,
                TimelineEvent.Corrected { Reason: { } reason } => reason,
                _ => null,
            };
            yield return new CardBlock.Fields(
            [
                new CardField(
                    amended.Struck ? "Struck" : "Corrected",
                    $"by {Who(amended.Last)} at {Moment.Of(amended.Last.At)} (e{amended.Last.Sequence}){(why is null ? "" : $": {why}")}"),
                new CardField("It said", $"{Moment.Of(amended.Original.At)}: {TimelineCard.Words(amended.Original)}"),
            ]);
        }
    }

    private static IEnumerable<CardButton> Buttons(Incident incident, TimelineEntry entry, IReadOnlyList<TimelineEntry> timeline)
    {
        if (Corrections.TargetOf(entry.What) is { } corrected)
        {
            yield return Open(incident, $"e{corrected}", corrected);
        }

        if (entry.Sequence > timeline[0].Sequence)
        {
            yield return Open(incident, "Before", entry.Sequence - 1);
        }

        if (entry.Sequence < timeline[^1].Sequence)
        {
            yield return Open(incident, "After", entry.Sequence + 1);
        }

        yield return new CardButton("Timeline", $"/incident timeline {incident.Label} before=e{entry.Sequence + 1}");
    }

    private static CardButton Open(Incident incident, string label, int sequence) => new(label, $"/incident event {incident.Label} e{sequence}");

    private string Who(TimelineEntry entry) => entry.By is { } by ? people.NameOf(by) : "The bot";
}
