using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Rounds;

/// <summary>Puts the checks behind a transition into its timeline and its message, each with its evidence.</summary>
internal static class CheckChanges
{
    public static Changes With(Changes written, IReadOnlyList<CheckResult> results, DateTimeOffset at) => written with
    {
        Timeline = [TimelineEntry.Of(written.Incident!.Id, at, null, new TimelineEvent.Checked(CheckedAt.Verification, results)), .. written.Timeline],
        Say = [.. written.Say.Select(message => message is Outgoing.Post post ? post with { Card = With(post.Card, results) } : message)],
    };

    public static string WhyBack(Incident incident, IReadOnlyList<CheckResult> results) => results.Count == 0
        ? $"No checks are defined for {incident.Target}. To go on without any, a second person has to approve: /incident override {incident.Label} <reason>."
        : results.All(check => check.Passed || check.IsOfRun)
            ? $"All other checks pass{(incident.Standing?.WellSince is { } since ? $" since {Moment.Of(since)}" : "")}. "
                + string.Concat(results.Where(check => !check.Passed).Select(check => $"{check.Evidence.TrimEnd('.')}. "))
                + $"Then type /incident verify {incident.Label}."
        : $"{string.Join(", ", results.Where(check => !check.Passed).Select(check => check.Name))} failed. "
            + $"Repair it and type /incident verify {incident.Label}."
            + (incident.Watched.FirstOrDefault(watched => results.Any(check => !check.Passed && check.Name == watched.Name)) is { } watched
                ? $" What does not matter here can be left out: /incident uncheck {watched.Label} <reason>."
                : "");

    private static Card With(Card card, IReadOnlyList<CheckResult> results) => results.Count == 0 ? card : card with
    {
        Tone = results.All(check => check.Passed) ? Tone.Good : Tone.Bad,
        Blocks = [.. card.Blocks, new CardBlock.Lines(CheckText.Lines(results))],
    };
}
