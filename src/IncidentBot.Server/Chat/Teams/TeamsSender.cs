using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Chat.Teams;

/// <summary>Who sent an activity, from where, and how they are reached.</summary>
/// <param name="User">The person as the connector knows them: <c>29:…</c>.</param>
internal sealed record TeamsSender(string ActivityId, Account Account, string User, string Name, string Tenant, string Conversation, string ServiceUrl)
{
    /// <summary>As Teams calls it.</summary>
    public ChannelRef Channel => new(TeamsPlatform.PlatformName, Tenant, Conversation);
}
