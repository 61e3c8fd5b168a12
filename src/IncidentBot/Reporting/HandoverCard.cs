using IncidentBot.Actions;
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

    /// <param name="timeline">All of it, as it counts.</param>
    /// <param name="runs">Those of the incident.</param>
    public Card Draw(Incident incident, Handover offer, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> runs) =>
        new($"{Marks.Of(incident)}: {people.NameOf(offer.From)} hands it over to {people.NameOf(offer.To)}")
        {
            Tone = Tone.Warning,
            Blocks =
            [
                new CardBlock.Text($"{incident.Title} ({incident.Target}), {incident.State}."),
                .. HowItStands.Now(incident, incident.Standing?.Results ?? incident.Checks, runs, people)
                    .Concat(HowItStands.WhyAndWho(incident, runs, people))
                    .Append(Tried(runs))
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

    private string Told(IReadOnlyList<TimelineEntry> timeline) =>
        timeline.LastOrDefault(entry => entry.What is TimelineEvent.StatusUpdated) is { What: TimelineEvent.StatusUpdated { Update: var update } } told
            ? $"Everybody was last told, {Moment.Of(told.At)} by {(told.By is { } by ? people.NameOf(by) : "the bot")}: {update}"
            : "Nobody has told everybody anything yet.";
}
