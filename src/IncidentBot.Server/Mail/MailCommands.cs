using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Commands;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;
using Microsoft.Extensions.Options;

namespace IncidentBot.Mail;

/// <summary><c>/mail</c>: which lists are told by e-mail and how that goes, and a try for those who approve.</summary>
internal sealed class MailCommands(
    SqlMail store, IncidentLetters letters, IOptions<MailOptions> options, PeopleDirectory people, ILedger ledger, TimeProvider time)
{
    private static readonly Parameter Name = new("list", "the list, as it is configured", "management")
    {
        Required = true,
        Question = "Which list?",
        Hint = "/mail list names them.",
    };

    public IEnumerable<Command> Table =>
    [
        new("/mail list", [], "Shows who is told of incidents by e-mail, and how that goes", Permissions.Observe,
            async (context, ct) => await ledger.AnswerAsync(context.Request, Answer.Done(await ListAsync(ct)), ct)),
        new("/mail test", [Name], "Sends a letter to a list, to try it", Permissions.Approve, TestAsync),
    ];

    private async Task<Card> ListAsync(CancellationToken ct)
    {
        var lines = new List<CardBlock>();
        var well = true;
        foreach (var (name, list) in options.Value.To.OrderBy(list => list.Key, StringComparer.Ordinal))
        {
            var health = await store.HealthAsync(name, ct);
            well &= !health.Fails;
            lines.Add(new CardBlock.Text(string.Join(' ', Words(name, list, health))));
        }

        return new Card($"{Plural.Of(lines.Count, "list is", "lists are")} told of incidents by e-mail")
        {
            Tone = well ? Tone.Neutral : Tone.Warning,
            Blocks = lines,
        };
    }

    private static IEnumerable<string> Words(string name, MailListOptions list, MailHealth health)
    {
        yield return $"{name}, {Plural.Of(list.Addresses.Count, "address", "addresses")}, {string.Join(" and ", list.SeveritiesInForce)}:";
        yield return health.Sent is { TriedAt: { } sent } ? $"last sent {Moment.Of(sent)}." : "nothing was sent yet.";
        if (health.Waiting > 0)
        {
            var why = health.Tried is { Failure: { } failure } ? $": the mail server {failure}" : "";
            yield return $"{Plural.Of(health.Waiting, "letter waits", "letters wait")}{why}.";
        }

        if (health.GivenUp is { TriedAt: { } failed, Failure: { } reason } lost)
        {
            yield return $"Last given up {Moment.Of(failed)}, to {lost.Address}: the mail server {reason}.";
        }
    }

    private async Task<Answer> TestAsync(CommandContext context, CancellationToken ct)
    {
        var request = context.Request;
        if (request.WhyNot(Permissions.Approve, people, time.GetUtcNow(), Subject(context[Name]), "try a list") is { } forbidden)
        {
            return await ledger.AnswerAsync(request, forbidden, ct);
        }

        var name = options.Value.To.Keys.FirstOrDefault(name => name.Equals(context[Name], StringComparison.OrdinalIgnoreCase));
        if (name is null)
        {
            return await ledger.AnswerAsync(
                request,
                Answer.Wrong(
                    $"'{context[Name]}' is no list.", $"There are: {string.Join(", ", options.Value.To.Keys.Order(StringComparer.Ordinal))}."),
                ct);
        }

        return await ledger.AnswerAsync(
            request,
            new Changes
            {
                Mail = new MailChanges { Letters = [.. letters.Test(name, request.By.Name)] },
                Audit = [AuditEntry.Of(time.GetUtcNow(), request.By.Id, AuditKind.Mail, Subject(name), new AuditFact.Happened("tried"))],
                Answer = Answer.Done(Card.Say(
                    $"A letter goes to {Plural.Of(options.Value.To[name].Addresses.Count, "address", "addresses")} of {name}",
                    "/mail list shows what comes of it.")),
            },
            ct);
    }

    private static string Subject(string name) => $"mail {name}";
}
