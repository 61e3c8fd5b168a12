using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Support;

internal sealed class InMemoryLinks(Lock gate) : ILinkStore
{
    private readonly Dictionary<string, LinkOffer> offers = [];

    public Task<PersonId?> PersonOfAsync(Account account, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult<PersonId?>(offers.Values.FirstOrDefault(offer => offer.Linked && offer.Other == account)?.Person);
        }
    }

    public Task<IReadOnlyList<Account>> AccountsOfAsync(PersonId person, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<Account>>(
                [.. offers.Values.Where(offer => offer.Linked && offer.Person == person).Select(offer => offer.Other).OfType<Account>()]);
        }
    }

    public Task<LinkOffer?> FindOfferAsync(string code, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(offers.GetValueOrDefault(code));
        }
    }

    internal void Remove(Account account)
    {
        foreach (var offer in offers.Values.Where(offer => offer.Linked && offer.Other == account).ToList())
        {
            offers.Remove(offer.Code);
        }
    }

    internal void Save(LinkOffer offer) => offers[offer.Code] = offer;
}
