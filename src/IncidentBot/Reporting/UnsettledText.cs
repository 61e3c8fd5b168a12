using System.Diagnostics;
using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.People;

namespace IncidentBot.Reporting;

/// <summary>What a run that is not over waits for, on whom, and what to type.</summary>
internal static class UnsettledText
{
    public static string Of(Run run, PeopleDirectory people) => run.State switch
    {
        RunState.AwaitingApproval => $"{run.Label} {run.Call} waits for the approval of {Approvers(run, people)}: "
            + $"/approve {run.Label} {run.ShortHash}, /reject {run.Label} or /run cancel {run.Label}.",
        RunState.Planned or RunState.AwaitingConfirmation => $"{run.Label} {run.Call} waits for {people.NameOf(run.RequestedBy)}: "
            + $"/approve {run.Label} {run.ShortHash} or /run cancel {run.Label}.",
        RunState.Approved or RunState.Running => $"{run.Label} {run.Call} is under way; /run cancel {run.Label} stops it.",
        RunState.Unknown => $"Nobody knows how {run.Label} {run.Call} ended: /run check {run.Label}, or /run settle {run.Label} <what happened>.",
        _ => throw new UnreachableException(),
    };

    /// <summary>What to type where all checks pass, and what has to be known first.</summary>
    /// <param name="runs">Those of the incident.</param>
    public static string ThenVerify(Incident incident, IEnumerable<Run> runs) =>
        runs.Where(run => run.HoldsTarget).Select(run => run.Label).ToList() is { Count: > 0 } holding
            ? $"Once it is known how {string.Join(" and ", holding)} ended, type /incident verify {incident.Label}"
            : $"Where the repair is done, type /incident verify {incident.Label}";

    /// <summary>By name, where somebody can.</summary>
    public static string Approvers(Run run, PeopleDirectory people) =>
        people.All.Where(person => person.May(Permissions.Approve) && person.Id != run.RequestedBy)
            .Select(person => person.Name)
            .ToList() is { Count: > 0 } names
            ? string.Join(" or ", names)
            : "a second person";
}
