using IncidentBot.Actions;
using IncidentBot.Alerts;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;

namespace IncidentBot.Reporting;

/// <summary>What whoever takes an incident over has to know: how it stands, what waits on whom, what was told, and what was tried.</summary>
internal sealed class HandoverCard(PeopleDirectory people)
{
    /// <summary>The newest; the timeline has all of them.</summary>
    private const int RunsShown = 5;
    private const int LooksShown = 5;

    /// <param name="timeline">All of it, as it counts.</param>
    /// <param name="runs">Those of the incident.</param>
    /// <param name="silences">Those that last, of whatever alerts: whoever takes over must not wonder why it is quiet.</param>
    public Card Draw(
        Incident incident, Handover offer, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> runs, IReadOnlyList<AlertSilence> silences) =>
        new($"{Marks.Of(incident)}: {people.NameOf(offer.From)} hands it over to {people.NameOf(offer.To)}")
        {
            Tone = Tone.Warning,
            Blocks =
            [
                new CardBlock.Text($"{incident.Title} ({incident.Target}), {incident.State}."),
                .. HowItStands.Now(incident, incident.Standing?.Results ?? incident.Checks, runs, people)
                    .Concat(HowItStands.WhyAndWho(incident, runs, people))
                    .Append(Tried(runs))
                    .Concat(RuledOut(timeline))
                    .Concat(silences.Select(silence => $"Silenced: {SilenceText.Line(silence, people)}."))
                    .Append(Told(timeline))
                    .Concat(incident.Questions.Select(asked =>
                        $"{people.NameOf(asked.By)} waits for an update since {Moment.Of(asked.At)}. {asked.Text}".TrimEnd()))
                    .Select(sentence => new CardBlock.Text(sentence)),
                new CardBlock.Footnote($"It stays with {people.NameOf(offer.From)} until {people.NameOf(offer.To)} takes it."),
            ],
            Buttons =
            [
                new CardButton("Take it over", $"/incident takeover {incident.Label}") { Style = ButtonStyle.Primary },
                new CardButton("Timeline", $"/incident timeline {incident.Label}"),
            ],
        };

    private static string Tried(IReadOnlyList<Run> runs) => runs.Where(run => run.IsOver).ToList() is { Count: > 0 } over
        ? $"Was run: {string.Join("; ", over.TakeLast(RunsShown).Select(run => $"{run.Label} {run.Call} ({RunSentences.Words(run)})"))}."
        : "Nothing was run yet.";

    /// <summary>What was looked at and found well: nobody has to look there first.</summary>
    private static IEnumerable<string> RuledOut(IReadOnlyList<TimelineEntry> timeline)
    {
        var last = timeline.Select(entry => (entry.At, Found: entry.What as TimelineEvent.Found)).Where(one => one.Found is not null)
            .GroupBy(one => one.Found!.Call).Select(calls => calls.Last()).Where(one => one.Found!.Healthy).TakeLast(LooksShown).ToList();
        return last.Count == 0 ? [] : [$"Was well when it was looked at: {string.Join("; ", last.Select(one => $"{one.Found!.Call} ({Moment.Of(one.At)})"))}."];
    }

    private string Told(IReadOnlyList<TimelineEntry> timeline) =>
        timeline.LastOrDefault(entry => entry.What is TimelineEvent.StatusUpdated) is { What: TimelineEvent.StatusUpdated { Update: var update } } told
            ? $"Everybody was last told, {Moment.Of(told.At)} by {(told.By is { } by ? people.NameOf(by) : "the bot")}: {update}"
            : "Nobody has told everybody anything yet.";
}
