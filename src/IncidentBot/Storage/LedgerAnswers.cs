using IncidentBot.Messages;

namespace IncidentBot.Storage;

public static class LedgerAnswers
{
    /// <summary>Answers a request that changes nothing, and finishes its inbox row in the same commit.</summary>
    public static Task<CommitResult> AnswerAsync(this ILedger ledger, Request request, Card card, CancellationToken ct) =>
        ledger.CommitAsync(new Changes { Consumes = request.Key, Say = [request.Answer(card)] }, ct);
}
