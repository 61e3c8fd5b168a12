using System.Security.Claims;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// Makes a turn of an activity that <see cref="TeamsGate"/> has let in. The SDK's own door is not used: it parses before it
/// verifies, takes any content type and has no word for keys that cannot be read.
/// </summary>
internal sealed class TeamsAdapter(TeamsCloud cloud) : CloudAdapterBase(cloud)
{
    /// <returns>Null when nothing but "taken" is to be said.</returns>
    public Task<InvokeResponse?> RunAsync(Activity activity, BotCallbackHandler turn, CancellationToken ct)
    {
        // Whoever sends it may not say how it is answered: another mode would put our answers into a list.
        activity.DeliveryMode = null;
        var verified = new AuthenticateRequestResult { ClaimsIdentity = new ClaimsIdentity(), ConnectorFactory = cloud.Connectors };
        return ProcessActivityAsync(verified, activity, turn, ct)!;
    }
}
