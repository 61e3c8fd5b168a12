using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Storage;

/// <summary>Accounts that people have linked to themselves, beside those that the configuration lists; also where the link has ended.</summary>
public interface ILinkStore
{
    /// <returns>Null when the account was not linked.</returns>
    Task<AccountLink?> FindAsync(Account account, CancellationToken ct);

    Task<IReadOnlyList<AccountLink>> OfAsync(PersonId person, CancellationToken ct);

    /// <returns>Null when there is no such code.</returns>
    Task<LinkOffer?> FindOfferAsync(string code, CancellationToken ct);
}

/// <summary>Somebody wants to link another account of theirs: the code is shown to this one and typed by the other.</summary>
/// <param name="From">The account that is listed, and where it was told the code.</param>
/// <param name="Other">The account that has typed the code; null until then.</param>
/// <param name="Linked">Both sides have confirmed.</param>
public sealed record LinkOffer(string Code, PersonId Person, ReplyAddress From, Account? Other, DateTimeOffset ValidUntil, bool Linked)
{
    /// <summary>What it has come to; null until both sides have confirmed.</summary>
    public AccountLink? ToLink() => Linked && Other is { } other ? new AccountLink(other, Person, From.To) : null;
}
