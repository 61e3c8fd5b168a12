using IncidentBot.Commands;

namespace IncidentBot.Dashboard;

/// <summary>Who somebody is that came through the door.</summary>
/// <param name="guests">Whom the door lets in; who names nobody is the first.</param>
internal sealed class Visitors(Identities identities, IReadOnlyList<Guest> guests)
{
    public IReadOnlyList<string> Names => [.. guests.Select(guest => guest.Id)];

    /// <param name="named">As the address names them.</param>
    /// <returns>Null where there is nobody of that name.</returns>
    public async Task<Visitor?> OfAsync(string? named, CancellationToken ct) =>
        guests.FirstOrDefault(guest => guest.Id == (named ?? guests[0].Id)) is { } guest
            ? new Visitor(await identities.ResolveAsync(guest.Account, guest.Name, ct), guest.Account, guest.Id)
            {
                Others = [.. guests.Where(other => other != guest)],
                Chat = guest.Chat,
            }
            : null;
}
