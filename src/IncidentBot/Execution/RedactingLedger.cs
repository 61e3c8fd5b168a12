using System.Diagnostics;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Execution;

/// <summary>
/// The last look at what is written, said and put on the record: whatever forgot to take the secrets out of a text, they are out here. Incidents and
/// runs are cleaned where they are made: what is planned, compared and typed again must not differ from it later.
/// </summary>
public sealed class RedactingLedger(ILedger inner, Redactor redactor) : ILedger
{
    public Task<CommitResult> CommitAsync(Changes changes, CancellationToken ct) => inner.CommitAsync(
        changes with
        {
            Answer = changes.Answer is { } answer ? answer with { Outcome = Clean(answer.Outcome), Card = redactor.Clean(answer.Card) } : null,
            Timeline = [.. changes.Timeline.Select(entry => entry with { What = redactor.Clean(entry.What), Text = redactor.Clean(entry.Text) })],
            Audit = [.. changes.Audit.Select(entry => entry.Cleaned(redactor.Clean))],
            Say = [.. changes.Say.Select(Clean)],
        },
        ct);

    public Task<int> NextNumberAsync(string series, CancellationToken ct) => inner.NextNumberAsync(series, ct);

    private Outcome Clean(Outcome outcome) => outcome switch
    {
        Outcome.Refused refused => new Outcome.Refused(redactor.Clean(refused.Rule), redactor.Clean(refused.Hint)),
        Outcome.Wrong wrong => new Outcome.Wrong(redactor.Clean(wrong.Fault), redactor.Clean(wrong.Usage)),
        Outcome.Failed failed => new Outcome.Failed(redactor.Clean(failed.Reason)),
        Outcome.Done => outcome,
        _ => throw new UnreachableException(),
    };

    private Outgoing Clean(Outgoing message) => message switch
    {
        Outgoing.Reply reply => reply with { Card = redactor.Clean(reply.Card) },
        Outgoing.Post post => Clean(post),
        Outgoing.Notice notice => notice with
        {
            Card = redactor.Clean(notice.Card),
            Otherwise = notice.Otherwise is { } otherwise ? Clean(otherwise) : null,
        },
        Outgoing.Refresh => message,
        _ => throw new UnreachableException(),
    };

    private Outgoing.Post Clean(Outgoing.Post post) => post with { Card = redactor.Clean(post.Card) };
}
