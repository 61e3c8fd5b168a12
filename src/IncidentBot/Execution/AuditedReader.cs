using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Execution;

/// <summary>Runs the actions that only read. They too are on the record before they touch a target, and on it again afterwards.</summary>
public sealed class AuditedReader(ActionCatalogue actions, ILedger ledger, Redactor redactor, TimeProvider time)
{
    /// <param name="by">Null when the bot reads by itself, as for an assessment.</param>
    /// <param name="forOne">True where nobody but somebody who may respond reads the answer.</param>
    public async Task<ActionReport> ReadAsync(ActionCall call, PersonId? by, CancellationToken ct, bool forOne = false)
    {
        if (actions.Find(call.Action.Value) is not IObserveAction action)
        {
            throw new ArgumentException($"{call.Action} is not an action that reads.", nameof(call));
        }

        if (!forOne && action.Definition.ShowsOthersData(call))
        {
            const string rule = "It shows other people's data, so it is not read for a channel: somebody who may respond types it.";
            await RecordAsync(AuditKind.Refused, call, by, new AuditFact.Refused(rule), ct);
            return new ActionReport(rule, Healthy: false);
        }

        // Not caught: what cannot be audited does not run.
        await RecordAsync(AuditKind.Intended, call, by, new AuditFact.Bare(), ct);

        var report = Clean(await ReadWithinLimitAsync(action, call, ct));

        // None: it has happened, so it is recorded even when the caller has gone.
        await RecordAsync(AuditKind.Finished, call, by, new AuditFact.Answered(report.Answer), CancellationToken.None);
        return report;
    }

    /// <summary>As the audit names it.</summary>
    public string SubjectOf(ActionCall call) => redactor.Clean(call.ToString());

    private async Task<ActionReport> ReadWithinLimitAsync(IObserveAction action, ActionCall call, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(action.Definition.TimeLimit);
        try
        {
            return await action.ReadAsync(call, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ActionReport(
                $"{call.Target} did not answer within {Duration.Limit(action.Definition.TimeLimit)}; the read was stopped.",
                Healthy: false)
            {
                FailureClass = "TIMEOUT",
                IsUnread = true,
                Next = actions.Find($"{call.Action.System}.ping") is { } ping && ping != action
                    ? [new Suggestion("Ping", $"/{call.Action.System} ping on {call.Target}")]
                    : [],
            };
        }
    }

    private ActionReport Clean(ActionReport report) => report with
    {
        Answer = redactor.Clean(report.Answer),
        Steps = redactor.Clean(report.Steps),
        Certainty = report.Certainty is { } certainty ? redactor.Clean(certainty) : null,
        RuledOut = redactor.Clean(report.RuledOut),
        NotSeen = redactor.Clean(report.NotSeen),
        Evidence = report.IsRaw ? redactor.Clean(report.Evidence) : redactor.CleanToFit(report.Evidence),
        Troubled =
        [
            .. report.Troubled.Where(trouble => IsFit(trouble.Read.ToString()))
                .Select(trouble => trouble with { Problem = redactor.Clean(trouble.Problem) }),
        ],
        Next = [.. report.Next.Where(next => IsFit(next.Command)).Select(next => next with { Label = redactor.Clean(next.Label) })],
        FailureClass = report.FailureClass is { } failure ? redactor.Clean(failure) : null,
        Readings = [.. report.Readings.Select(reading => reading with { Name = redactor.Clean(reading.Name) })],
    };

    /// <summary>Whether it can be typed as it is shown: masked, it would read something else.</summary>
    private bool IsFit(string command) => redactor.Clean(command) == command;

    private async Task RecordAsync(AuditKind kind, ActionCall call, PersonId? by, AuditFact fact, CancellationToken ct)
    {
        var entry = AuditEntry.Of(time.GetUtcNow(), by, kind, SubjectOf(call), fact);
        await ledger.CommitAsync(new Changes { Audit = [entry] }, ct);
    }
}
