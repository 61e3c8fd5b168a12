using System.Text.Json;
using IncidentBot.Chat.Teams.Wire;

namespace IncidentBot.Chat.Teams;

/// <summary>How a conversation is reached: what Teams documentation calls a conversation reference.</summary>
/// <param name="Id">As the connector takes it: <c>19:…@thread.tacv2;messageid=…</c>.</param>
/// <param name="KnownAs">The channel id under which the bot knows it, where that is another one: a thread that the bot began for an incident.</param>
internal sealed record TeamsConversation(string ServiceUrl, string Id, string? KnownAs = null)
{
    public string Write() => JsonSerializer.Serialize(this, TeamsJson.Options);

    public static TeamsConversation Read(string text) => JsonSerializer.Deserialize<TeamsConversation>(text, TeamsJson.Options)!;
}
