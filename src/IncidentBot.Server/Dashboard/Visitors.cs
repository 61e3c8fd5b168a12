using IncidentBot.Commands;
using IncidentBot.Dashboard.SignIn;

namespace IncidentBot.Dashboard;

/// <summary>Who somebody is that came through the door.</summary>
/// <param name="guests">Whom the door of the local chat lets in; who names nobody is the first. None where people sign in.</param>
internal sealed class Visitors(Identities identities, IReadOnlyList<Guest> guests)
{
    public IReadOnlyList<string> Names => [.. guests.Select(guest => guest.Id)];

    /// <param name="named">As the address or the form names them, where a browser may be several people.</param>
    /// <returns>Null where there is nobody of that name.</returns>
    public async Task<Visitor?> OfAsync(HttpContext http, string? named)
    {
        if (http.Features.Get<SignedIn>() is { } signedIn)
        {
            return new Visitor(await identities.ResolveAsync(signedIn.Account, signedIn.Name, http.RequestAborted), signedIn.Account, As: null)
            {
                SignedIn = signedIn,
            };
        }

        return guests.FirstOrDefault(guest => guest.Id == (named ?? guests[0].Id)) is { } guest
            ? new Visitor(await identities.ResolveAsync(guest.Account, guest.Name, http.RequestAborted), guest.Account, guest.Id)
            {
                Others = [.. guests.Where(other => other != guest)],
                Chat = guest.Chat,
            }
            : null;
    }
}
