using System.Security.Cryptography;
using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Commands;

/// <summary>
/// <c>/link</c>: makes a second account of one human known as theirs. A code is shown to the listed account and typed by the
/// other; then the listed one confirms whom it sees. Each side has shown that a person holds it.
/// </summary>
public sealed class LinkCommand(ILedger ledger, ILinkStore links, PeopleDirectory people, TimeProvider time)
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int CodeLength = 10;

    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(10);

    private static readonly Parameter Code = new("code", "what the other account was shown", "ABCDEFGHJK") { Question = "A code is one word." };

    public IEnumerable<Command> Table => [new(
        "/link",
        [Code],
        "Links your account on another platform: type it where you are listed, then the code where you are not",
        Permissions.Observe,
        LinkAsync)];

    private async Task<Answer> LinkAsync(CommandContext context, CancellationToken ct) =>
        context.Find(Code) is { } code ? await AnswerAsync(context.Request, await FindAsync(code, ct), ct) : await OfferAsync(context.Request, ct);

    /// <summary>The one who got the code confirms with it; anybody else claims to be them.</summary>
    private Task<Answer> AnswerAsync(Request request, LinkOffer? offer, CancellationToken ct) =>
        offer is null ? RefuseAsync(
            request,
            "That code is not waiting.",
            "Type /link where you are listed to get one; it is good for ten minutes and for one account.",
            ct)
        : offer.From.To == request.ReplyTo.To ? ConfirmAsync(request, offer, ct)
        : ClaimAsync(request, offer, ct);

    private Task<Answer> OfferAsync(Request request, CancellationToken ct)
    {
        // Neither is one that is linked: each link has one account of the configuration that it stands and falls with.
        if (!people.IsListed(request.ReplyTo.To))
        {
            return RefuseAsync(
                request,
                request.By.Listed ? $"This account is {request.By.Name} by a link, and one that is listed has to vouch for another."
                    : "This account is not listed, so there is nobody to link to.",
                $"Type /link where you are listed, then the code here. Who is listed stands under People in the bot's configuration.{request.By.WhyLess}",
                ct);
        }

        var offer = new LinkOffer(
            RandomNumberGenerator.GetString(Letters, CodeLength),
            request.By.Id,
            request.ReplyTo,
            Other: null,
            time.GetUtcNow() + Validity,
            Linked: false);
        var answer = Card.Say(
            $"Your code is {offer.Code}",
            $"Type /link {offer.Code} with your other account, by {Moment.Of(offer.ValidUntil)}. Give it to nobody: whoever links an account acts as you.");
        return WriteAsync(request, offer, "offered a link", answer, ct);
    }

    private Task<Answer> ClaimAsync(Request request, LinkOffer offer, CancellationToken ct)
    {
        var account = request.ReplyTo.To;
        if (offer.Other is not null)
        {
            return RefuseAsync(request, "Another account has typed that code.", "Type /link where you are listed to get a new one.", ct);
        }

        if (request.By.Listed)
        {
            return RefuseAsync(request, $"This account is {request.By.Name} already.", "An account belongs to one person.", ct);
        }

        var question = Card.Say(
            $"{account} has typed your code",
            $"It goes by the name {request.By.Name}. If that is you, confirm it; if not, do nothing.") with
        {
            Tone = Tone.Warning,
            Buttons = [new CardButton("That is me", $"/link {offer.Code}")
            {
                Style = ButtonStyle.Danger,
                Confirm = $"Let {account} act as you?",
                Yes = "Let it act as me",
                No = "Do not link it",
            }],
        };
        var answer = Card.Say("One step is left", $"Type /link {offer.Code} once more where you got the code.");
        return WriteAsync(
            request,
            offer with { Other = account },
            $"{account} claims to be {offer.Person}",
            answer,
            ct,
            new Outgoing.Reply(offer.From, question));
    }

    private async Task<Answer> ConfirmAsync(Request request, LinkOffer offer, CancellationToken ct)
    {
        if (offer.Other is not { } other)
        {
            return await RefuseAsync(request, "Nobody has typed that code yet.", $"Type /link {offer.Code} with your other account first.", ct);
        }

        if (!people.IsListed(request.ReplyTo.To) || request.By.Id != offer.Person)
        {
            return await RefuseAsync(request, $"This account is not listed for {offer.Person} any more.", "Type /link where you are listed.", ct);
        }

        var before = await links.FindAsync(other, ct);
        if (people.IsListed(other) || (before is not null && people.OwnerOf(before) is not null))
        {
            return await RefuseAsync(request, $"{other} belongs to somebody already.", "An account belongs to one person.", ct);
        }

        return await ledger.AnswerAsync(
            request,
            Changes(
                request,
                offer with { Linked = true },
                $"{other} is {offer.Person}",
                Card.Say(
                    $"{other} is linked",
                    $"It acts as {request.By.Name} from now on, with the same permissions, and is never a second person beside you.",
                    "That ends with /unlink, or once this account is not listed for you any more.")) with
            { Unlink = before },
            ct);
    }

    private async Task<LinkOffer?> FindAsync(string code, CancellationToken ct) =>
        await links.FindOfferAsync(code.ToUpperInvariant(), ct) is { Linked: false } offer && offer.ValidUntil > time.GetUtcNow() ? offer : null;

    private Task<Answer> WriteAsync(Request request, LinkOffer offer, string what, Card answer, CancellationToken ct, params Outgoing[] say) =>
        ledger.AnswerAsync(request, Changes(request, offer, what, answer) with { Say = say }, ct);

    private Changes Changes(Request request, LinkOffer offer, string what, Card answer) => new()
    {
        Answer = Answer.Done(answer),
        Link = offer,
        Audit = [AuditEntry.Of(time.GetUtcNow(), request.By.Id, AuditKind.Incident, "link", new AuditFact.Happened(what))],
    };

    private Task<Answer> RefuseAsync(Request request, string rule, string hint, CancellationToken ct) =>
        ledger.AnswerAsync(request, request.Refuse(time.GetUtcNow(), "link", rule, hint), ct);
}
