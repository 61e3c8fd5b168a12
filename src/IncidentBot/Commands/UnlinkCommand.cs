using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Commands;

/// <summary>
/// <c>/unlink</c>: takes back what <c>/link</c> made, for a phone that is lost. The account itself may, and its holder with any
/// other account of theirs; also where the link has ended by itself.
/// </summary>
public sealed class UnlinkCommand(ILedger ledger, ILinkStore links, PeopleDirectory people, TimeProvider time)
{
    private static readonly Parameter Linked =
        new("account", "the linked account; this one where it is left out", "slack:T1DC2JH3J:U2CERLKJA") { Question = "An account is one word." };

    public IEnumerable<Command> Table => [new(
        "/unlink",
        [Linked],
        "Takes back the link of an account of yours, from that account or from another one",
        Permissions.Observe,
        UnlinkAsync)];

    private async Task<Answer> UnlinkAsync(CommandContext context, CancellationToken ct)
    {
        var request = context.Request;
        var account = request.ReplyTo.To;
        IReadOnlyList<AccountLink> mine = await links.FindAsync(account, ct) is { } own ? [own] : [];
        mine = request.By.Listed ? [.. mine.Union(await links.OfAsync(request.By.Id, ct))] : mine;
        var meant = context.Find(Linked) is { } typed ? Account.Read(typed) : account;
        if (mine.FirstOrDefault(link => link.Account == meant) is { } link)
        {
            return await ledger.AnswerAsync(request, new Changes
            {
                Unlink = link,
                Audit = [AuditEntry.Of(
                    time.GetUtcNow(), request.By.Id, AuditKind.Incident, "link", new AuditFact.Happened($"{meant} is not {link.Person} any more"))],
                Answer = Answer.Done(Card.Say($"{meant} is not linked any more", people.WhyEnded(link) is { } why
                    ? $"The link to {link.Person} had ended before that: {why}."
                    : "What it asks for from now on counts as its own. /link links it again.")),
            }, ct);
        }

        return await ledger.AnswerAsync(
            request,
            request.Refuse(
                time.GetUtcNow(),
                "link",
                context.Find(Linked) is null ? "This account is not linked to anybody." : "That is no linked account of yours.",
                mine.Count == 0 ? "You have no linked accounts. What the configuration lists is taken back there, under People."
                    : $"Linked to you: {string.Join(", ", mine.Select(link => link.Account))}. Type /unlink {mine[0].Account}"),
            ct);
    }
}
