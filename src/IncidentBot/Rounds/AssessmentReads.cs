using System.Diagnostics;
using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Runbooks;
using IncidentBot.Runbooks.Reading;

namespace IncidentBot.Rounds;

/// <summary>
/// What an assessment reads: the target's own, and with a runbook what that reads in any case and without being asked anything, and
/// what it checks at the end. The diagnosis of one problem waits until the finding points to it.
/// </summary>
public sealed class AssessmentReads(Verifications verifications, PinnedRunbooks pinned, ActionCatalogue actions, ActionCallReader calls)
{
    /// <returns>The target's own read is the first; none at all where nobody can speak for the target.</returns>
    internal async Task<AssessmentPlan> OfAsync(Incident incident, CancellationToken ct)
    {
        var reads = new List<AssessmentRead>();
        if (verifications.For(incident) is { } verification)
        {
            reads.AddRange(verification.AssessmentOf(incident.Target.Name).Select(read => new AssessmentRead(read, [])));
        }

        var runbook = incident.Runbook is { } progress ? await pinned.FindAsync(progress, ct) : null;
        var left = new List<UnreadStep>();
        foreach (var step in Readable(runbook))
        {
            var action = actions.Find(step.Action!.Value.Value) ?? throw new UnreachableException();
            if (calls.Read(step.Action.Value.Value, step.Words, incident.Target.Name) is not ActionReading.Ok { Call: var call })
            {
                left.Add(new UnreadStep(step, step.Becomes, "has no target here"));
            }
            else if (action.Definition.TimeLimit > ActionDefinition.UsualTimeLimit)
            {
                left.Add(new UnreadStep(step, call.ToString(), "takes long"));
            }
            else
            {
                Add(call).Steps.Add(step);
            }
        }

        foreach (var check in Checked(incident))
        {
            Add(check);
        }

        AssessmentRead Add(ActionCall call)
        {
            var read = reads.Find(read => read.Call.ToString() == call.ToString());
            if (read is null)
            {
                reads.Add(read = new AssessmentRead(call, []) { IsElsewhere = call.Target != incident.Target.Name });
            }

            return read;
        }

        return new AssessmentPlan(runbook, reads, [.. left.DistinctBy(step => (step.Call, step.Why))]);
    }

    /// <summary>What has to be well at the end is looked at in the beginning.</summary>
    private IEnumerable<ActionCall> Checked(Incident incident)
    {
        foreach (var check in incident.Runbook?.Checks ?? [])
        {
            if (ActionLine.Read(check, actions) is { Definition: { } action } line
                && action.TimeLimit <= ActionDefinition.UsualTimeLimit
                && calls.Read(action.Id.Value, line.Words, incident.Target.Name) is ActionReading.Ok { Call: var call })
            {
                yield return call;
            }
        }
    }

    private static List<RunbookStep> Readable(Runbook? runbook)
    {
        var all = runbook?.Steps.Where(step => step.Stage is RunbookStage.Assessment && step is { CanRun: true, Risk: Risk.Observe, Missing.Count: 0 }).ToList()
            ?? [];
        var inAnyCase = all.Where(step => !runbook!.Symptoms.Any(symptom => symptom.Section?.Holds(step.Section) == true)).ToList();
        return inAnyCase.Count > 0 ? inAnyCase : all;
    }
}

/// <param name="Left">What was not read; a call that several steps ask for is named once.</param>
internal sealed record AssessmentPlan(Runbook? Runbook, IReadOnlyList<AssessmentRead> Reads, IReadOnlyList<UnreadStep> Left);

/// <param name="Call">As a person would type it.</param>
internal sealed record UnreadStep(RunbookStep Step, string Call, string Why)
{
    public override string ToString() => $"step {Step.Number} {Step.Becomes} {Why}";
}

/// <param name="Steps">Those that it answers: a runbook may ask for one thing in several ways.</param>
internal sealed record AssessmentRead(ActionCall Call, List<RunbookStep> Steps)
{
    /// <summary>It reads another target than the incident's.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>For one line of a finding: the first step and the call, without the target that most share.</summary>
    public string Label => $"{(Steps.Count > 0 ? $"{Steps[0].Number,3}" : "   ")}  {Call.Action}"
        + $"{string.Concat(Call.Arguments.Values.Select(value => $" {value}"))}{(IsElsewhere ? $" on {Call.Target}" : "")}";
}
