using IncidentBot.Chat.Local;
using IncidentBot.Commands;

namespace IncidentBot.Dashboard;

/// <summary>Who somebody is that came through the door.</summary>
internal sealed class Visitors(Identities identities)
{
    /// <param name="named">As the address names them; who names nobody is the first.</param>
    /// <returns>Null where there is nobody of that name.</returns>
    public async Task<Visitor?> OfAsync(string? named, CancellationToken ct)
    {
        if (LocalPeople.Find(named ?? LocalPeople.Ada.Id.Value) is not { } local)
        {
            return null;
        }

        var account = LocalPeople.AccountOf(local);
        return new Visitor(await identities.ResolveAsync(account, local.Name, ct), account, local.Id.Value);
    }
}
