using System.Diagnostics;
using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Storage;

/// <summary>How a request is answered: once, in the commit of what was decided.</summary>
public static class LedgerAnswers
{
    /// <summary>The bot itself writes a dozen times in a row while it furnishes a room; nobody is refused a step for that.</summary>
    private const int Tries = 20;

    /// <summary>Answers a request that changes nothing.</summary>
    public static Task<Answer> AnswerAsync(this ILedger ledger, Request request, Answer answer, CancellationToken ct) =>
        ledger.AnswerAsync(request, new Changes { Answer = answer }, ct);

    /// <param name="changes">With the answer that they give.</param>
    public static async Task<Answer> AnswerAsync(this ILedger ledger, Request request, Changes changes, CancellationToken ct)
    {
        await ledger.CommitAsync(changes.Answering(request), ct);
        return changes.Answer!;
    }

    /// <summary>Decides and commits: again from the start when somebody else was faster.</summary>
    /// <param name="decide">Loads what it is about, and says what is to be written about it.</param>
    /// <param name="givenUp">What is said when others were faster each time.</param>
    public static async Task<Answer> DecideAsync(this ILedger ledger, Request request, Func<Task<Changes>> decide, Func<Changes> givenUp, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var changes = await decide();

            // Already done is fine: the first delivery of the same request has answered.
            if (await ledger.CommitAsync(changes.Answering(request), ct) is not CommitResult.Stale)
            {
                return changes.Answer!;
            }
        }

        return await ledger.AnswerAsync(request, givenUp(), ct);
    }

    /// <summary>A refusal that goes on the record.</summary>
    /// <param name="subject">As the audit names it.</param>
    /// <param name="form">Asks for what was missing, on platforms that have forms.</param>
    public static Changes Refuse(this Request request, DateTimeOffset at, string subject, string rule, string hint, CardButton? form = null) => new()
    {
        Answer = Answer.Refused(rule, hint, form),
        Audit = [AuditEntry.Of(at, request.By.Id, AuditKind.Refused, subject, new AuditFact.Refused(rule))],
    };

    /// <summary>The refusal of what takes a permission, with who has it.</summary>
    /// <param name="what">A verb and its object: <c>silence alerts</c>.</param>
    /// <returns>Null when the person may.</returns>
    public static Changes? WhyNot(this Request request, Permissions needed, PeopleDirectory people, DateTimeOffset at, string subject, string what) =>
        request.By.May(needed) ? null : request.Refuse(
            at,
            subject,
            $"{request.By.Name} may not {what}: that takes the {needed} permission.",
            people.All.Where(person => person.May(needed)).Select(person => person.Name).ToList() is { Count: > 0 } names
                ? $"Ask one of them: {string.Join(", ", names)}.{request.By.WhyLess}"
                : $"Nobody has it yet; it is given under People in the bot's configuration.{request.By.WhyLess}");

    /// <summary>
    /// The one place where what is kept with a request and what its sender reads are made from the same answer. What is no
    /// person reads the one that is kept.
    /// </summary>
    private static Changes Answering(this Changes changes, Request request) => changes.Answer is { } answer
        ? changes with { Consumes = request.Key, Say = request.Origin is Origin.Human ? [request.Reply(answer.Card), .. changes.Say] : changes.Say }
        : throw new UnreachableException($"The request {request.Key} would be finished without an answer.");
}
