using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Execution;

/// <summary>Loads a run, lets the caller decide, and commits: again from the start when somebody else was faster.</summary>
public sealed class RunDecisions(ILedger ledger, IRunStore runs, TimeProvider time)
{
    private const int Tries = 3;

    /// <param name="number">The run as it was typed: 12 for <c>R-12</c>.</param>
    public async Task DecideAsync(Request request, int number, Func<Run, Task<Changes>> decide, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var changes = await runs.FindAsync(number, ct) is { } run
                ? await decide(run)
                : Refuse(request, $"R-{number}", $"There is no run R-{number}.", "Type /run list to see the runs under way.");
            if (await ledger.CommitAsync(changes with { Consumes = request.Key }, ct) is not CommitResult.Stale)
            {
                return;
            }
        }

        await ledger.CommitAsync(
            Refuse(request, $"R-{number}", $"R-{number} was changed by somebody else at the same moment.", "Look at its card, then try again.") with { Consumes = request.Key },
            ct);
    }

    /// <summary>Answers, and puts the refusal on the record.</summary>
    public Changes Refuse(Request request, string subject, string rule, string hint) => new()
    {
        Audit = [new AuditEntry(time.GetUtcNow(), request.By.Id, AuditKind.Refused, subject) { Detail = new Dictionary<string, string> { ["rule"] = rule } }],
        Say = [request.Answer(new Card(rule) { Tone = Tone.Warning, Blocks = [new CardBlock.Text(hint)] })],
    };
}
