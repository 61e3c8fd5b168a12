using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Support;

internal sealed class InMemoryLinks(Lock gate) : ILinkStore
{
    private readonly Dictionary<string, LinkOffer> offers = [];
    private readonly Dictionary<Account, AccountLink> links = [];

    public Task<AccountLink?> FindAsync(Account account, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(links.GetValueOrDefault(account));
        }
    }

    public Task<IReadOnlyList<AccountLink>> OfAsync(PersonId person, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<AccountLink>>([.. links.Values.Where(link => link.Person == person)]);
        }
    }

    public Task<LinkOffer?> FindOfferAsync(string code, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(offers.GetValueOrDefault(code));
        }
    }

    internal void Remove(AccountLink link)
    {
        if (links.GetValueOrDefault(link.Account) == link)
        {
            links.Remove(link.Account);
        }
    }

    internal void Save(LinkOffer offer)
    {
        offers[offer.Code] = offer;
        if (offer.ToLink() is { } link)
        {
            links.TryAdd(link.Account, link);
        }
    }
}
