using System.Diagnostics;
using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Reporting;

/// <summary>What a run that is not over waits for, on whom, and what to type.</summary>
internal static class UnsettledText
{
    private const int NamesShown = 3;

    public static string Of(Run run, PeopleDirectory people) => run.State switch
    {
        RunState.AwaitingApproval => $"{run.Label} {run.Call} waits for the approval of {Approvers(run.RequestedBy, people)} "
            + $"since {Moment.Of(run.RequestedAt)}, until {Moment.Of(run.ValidUntil)}: "
            + $"/approve {run.Label} {run.ShortHash}, /reject {run.Label} or /run cancel {run.Label}.",
        RunState.Planned or RunState.AwaitingConfirmation => $"{run.Label} {run.Call} waits for {people.NameOf(run.RequestedBy)}: "
            + $"/approve {run.Label} {run.ShortHash} or /run cancel {run.Label}.",
        RunState.Approved or RunState.Running => $"{run.Label} {run.Call} is under way; /run cancel {run.Label} stops it.",
        RunState.Unknown => $"Nobody knows how {run.Label} {run.Call} ended: /run check {run.Label}, or {RunText.Settle(run)}.",
        _ => throw new UnreachableException(),
    };

    /// <summary>What to type where all checks pass, and what has to be known first.</summary>
    /// <param name="runs">Those of the incident.</param>
    public static string ThenVerify(Incident incident, IEnumerable<Run> runs) =>
        runs.Where(run => run.HoldsTarget).Select(run => run.Label).ToList() is { Count: > 0 } holding
            ? $"Once it is known how {string.Join(" and ", holding)} ended, type /incident verify {incident.Label}"
            : $"Where the repair is done, type /incident verify {incident.Label}";

    /// <summary>By name, where somebody can: <c>Ada, Grace, Olga or 2 more</c>.</summary>
    public static string Approvers(PersonId asked, PeopleDirectory people)
    {
        string[] names = [.. people.ApproversFor(asked).Select(person => person.Name)];
        return names.Length switch
        {
            0 => "a second person",
            <= NamesShown => string.Join(" or ", names),
            _ => $"{string.Join(", ", names.Take(NamesShown))} or {names.Length - NamesShown} more",
        };
    }
}
