using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>The one living message of an incident: what it is, who has it, what is happening now, what can be done next.</summary>
public sealed class IncidentCard(PeopleDirectory people, IncidentPolicy policy)
{
    /// <summary>The newest; the timeline has all of them.</summary>
    private const int DoneShown = 3;

    /// <param name="runs">Those of the incident, in the order they were asked for.</param>
    /// <param name="watched">What the watch says of its target; null where it says nothing.</param>
    public Card Draw(Incident incident, IReadOnlyList<Run> runs, DateTimeOffset now, CardField? watched = null)
    {
        var current = runs.LastOrDefault(run => !run.IsOver);
        var nature = string.Concat(Marks.Beside(incident).Select(mark => $"{mark}  "));
        return new Card($"{incident.Label}  {incident.Severity}  {nature}{incident.State.ToString().ToUpperInvariant()}  "
            + $"{Duration.Words((End(incident) ?? now) - incident.OpenedAt)}")
        {
            Tone = ToneOf(incident),
            Blocks =
            [
                new CardBlock.Text($"{incident.Title} ({incident.Target})"),
                new CardBlock.Fields([.. Fields(incident, runs, current, watched, now)]),
                .. Progress(current),
                new CardBlock.Footnote($"{UpdateText.Next(incident, people)} Updated {Moment.Of(now)}.".TrimStart()),
            ],
            Buttons = IncidentButtons.For(incident),
        };
    }

    private IEnumerable<CardField> Fields(Incident incident, IReadOnlyList<Run> runs, Run? current, CardField? watched, DateTimeOffset now)
    {
        foreach (var impact in ImpactText.Fields(incident, people, now))
        {
            yield return impact;
        }

        yield return new CardField("People", Who(incident));
        if (Where(incident) is { Length: > 0 } where)
        {
            yield return new CardField("Handled in", where);
        }

        if (RepairText.IsOverridden(incident))
        {
            yield return new CardField("Gone on by an override", $"{RepairText.Clause(incident)}.");
        }

        if ((CauseText.Of(incident, people) ?? (incident is { IsOpen: true, Findings: > 0 } ? "not found yet" : null)) is { } cause)
        {
            yield return new CardField("Cause", cause);
        }

        foreach (var alerts in AlertText.Fields(incident, people))
        {
            yield return alerts;
        }

        if (watched is not null)
        {
            yield return watched;
        }

        if (incident.Standing is { Results.Count: > 0 } standing)
        {
            yield return new CardField($"As of {Moment.Of(standing.At)}", CheckText.Standing(standing.Results)
                + (standing.WellSince is { } since ? $" since {Moment.Of(since)}" : "")
                + (standing.IsWell ? $"; {Held(standing, runs)}{ThenVerify(incident, runs)}" : ""));
        }

        if (RepairText.NotReadSince(incident, runs) is { } repaired)
        {
            yield return new CardField("Repair", $"{repaired.Label} succeeded at {Moment.Of(repaired.EndedAt!.Value)}; "
                + $"the checks have not been run since, and are every {Duration.Words(policy.LookEvery)}");
        }

        if (incident.Runbook is { } runbook)
        {
            var next = StepStanding.NextOpen(runbook, runs);
            yield return new CardField(
                "Runbook",
                $"{runbook.Id}: {StepStanding.Over(runbook, runs)} of {runbook.Steps} steps{(incident.IsOpen && next is { } step
                    ? $", next is step {step}" : "")}. {runbook.Why}"
                    .TrimEnd());
        }

        if (incident.Checks.Count > 0)
        {
            yield return new CardField("Checks", CheckText.Standing(incident.Checks));
        }

        if (incident is { IsOpen: true, Watched.Count: > 0 })
        {
            yield return new CardField(
                "Checked because of what was read",
                string.Join("; ", incident.Watched.Select(watched => $"{watched.Label} {watched.Name} ({Moment.Of(watched.At)}: {watched.Problem})")));
        }

        if (current is not null)
        {
            yield return new CardField("Now", Now(current));
        }

        foreach (var run in runs.Where(run => run.State is RunState.Succeeded).TakeLast(DoneShown))
        {
            yield return new CardField("Done", $"{run.Label} {run.Call}{Approved(run)}");
        }

        if (incident is { IsOpen: true, Questions.Count: > 0 })
        {
            yield return new CardField(
                "Waits for an update",
                string.Join("; ", incident.Questions.Select(asked =>
                    $"{people.NameOf(asked.By)} since {Moment.Of(asked.At)}{(asked.Text.Length > 0 ? $": {asked.Text}" : "")}")));
        }

        if (TaskText.Open(incident, people) is { } tasks)
        {
            yield return new CardField("To be done", tasks);
        }

        if (incident.Corrected.Count > 0)
        {
            yield return new CardField("Corrected", $"{string.Join(", ", incident.Corrected.Select(entry => $"e{entry}"))} of the timeline");
        }

        if (incident.SoakUntil is { } until)
        {
            yield return new CardField(
                "Soak",
                !incident.SoakPassed ? $"the checks have to keep passing until {Moment.Of(until)}"
                : AlertText.HoldsUp(incident) is { } firing ? $"passed; of its alerts {firing}"
                : "passed; it can be resolved");
        }

        if (incident.PendingOverride is { } pending)
        {
            yield return new CardField(
                "Override",
                $"{people.NameOf(pending.RequestedBy)} asks to go on to {pending.LeadsTo}: {pending.Reason}. Waits for a second person.");
        }

        foreach (var run in runs.Where(run => run.NeedsReview))
        {
            yield return new CardField("Review", $"{run.Label} ran without a second person (break glass) and waits for a review");
        }
    }

    /// <summary>What was repaired before the checks were run, and so is what they speak for.</summary>
    private static string Held(Standing standing, IReadOnlyList<Run> runs) =>
        runs.LastOrDefault(run => run.State is RunState.Succeeded && run.EndedAt <= standing.At) is { } repair ? $"{repair.Label} held; " : "";

    private static string ThenVerify(Incident incident, IReadOnlyList<Run> runs) =>
        incident.State is IncidentState.Assessing ? "now: mitigate, then verify"
        : incident.State is not IncidentState.Mitigating ? "not verified"
        : runs.Where(run => run.HoldsTarget).Select(run => run.Label).ToList() is { Count: > 0 } holding
            ? $"verify once it is known how {string.Join(" and ", holding)} ended"
        : "now: verify";

    /// <summary>Only where that is not the one channel in which it was opened.</summary>
    private static string Where(Incident incident) => string.Join(" and ", incident.Channels
        .Where(channel => incident.Bridges.Count > 0 || incident.Room is { IsOpen: true })
        .Select(channel => Place.Of(channel, channel == incident.Room?.Place ? incident.Room.Name : null)));

    private string Who(Incident incident)
    {
        var parts = new List<string>
        {
            incident.AcknowledgedBy is { } by
                ? $"acknowledged by {people.NameOf(by)}"
                : !incident.Kind.HappensNow() ? $"written down afterwards by {people.NameOf(incident.OpenedBy)}"
                : $"nobody has acknowledged it; expected by {Moment.Of(incident.OpenedAt + SeverityText.Response(incident, policy))}",
        };
        if (incident.Assignee is { } assignee)
        {
            parts.Add($"assigned to {people.NameOf(assignee)}");
        }

        if (incident is { IsPrivate: true, Invited.Count: > 0 })
        {
            parts.Add($"seen by {string.Join(", ", incident.Invited.Select(people.NameOf))} too");
        }

        if (incident is { IsOpen: true, Handover: { } offer })
        {
            parts.Add($"offered to {people.NameOf(offer.To)} by {people.NameOf(offer.From)}");
        }

        parts.AddRange(incident.Roles.OrderBy(role => role.Key).Select(role => $"{role.Key} {people.NameOf(role.Value)}"));
        return string.Join(" · ", parts);
    }

    private string Approved(Run run) => run.Approval switch
    {
        { BreakGlass: true } glass when run.ReviewedBy is { } reviewer => $", by {people.NameOf(glass.By)} alone, reviewed by {people.NameOf(reviewer)}",
        { BreakGlass: true } glass => $", by {people.NameOf(glass.By)} alone (break glass)",
        { } approval when approval.By == run.RequestedBy => $", by {people.NameOf(approval.By)}",
        { } approval => $", approved by {people.NameOf(approval.By)}",
        null => "",
    };

    private string Now(Run run)
    {
        var approved = Approved(run);
        return run.State switch
        {
            RunState.AwaitingConfirmation => $"{run.Label} {run.Call} waits for {people.NameOf(run.RequestedBy)} to confirm it",
            RunState.AwaitingApproval => $"{run.Label} {run.Call} waits for the approval of {UnsettledText.Approvers(run.RequestedBy, people)}",
            RunState.Unknown => $"{run.Label} {run.Call}: nobody knows how it ended{approved}",
            RunState.Approved => $"{run.Label} {run.Call} is about to start{approved}",
            _ => $"{run.Label} {run.Call}{approved}",
        };
    }

    private static IEnumerable<CardBlock> Progress(Run? run) =>
        run is { State: RunState.Running, Progress: { } progress } ? [new CardBlock.Progress(progress.Text, progress.Fraction)] : [];

    internal static Tone ToneOf(Incident incident) => incident.State switch
    {
        IncidentState.Monitoring => Tone.Warning,
        _ when RepairText.IsOverridden(incident) => Tone.Warning,

        // What was read last counts: all checks pass, and only a verification is left to do.
        _ when incident is { IsOpen: true, Standing.IsWell: true } => Tone.Warning,
        _ when incident.IsOpen => Tone.Bad,
        IncidentState.Cancelled => Tone.Neutral,
        _ => Tone.Good,
    };

    private static DateTimeOffset? End(Incident incident) => incident.ResolvedAt ?? incident.ClosedAt;
}
