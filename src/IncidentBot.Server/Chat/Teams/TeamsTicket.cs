using System.Text.Json;
using IncidentBot.Chat.Teams.Wire;

namespace IncidentBot.Chat.Teams;

/// <summary>Where a request came from and who is to read the answer; kept with the request until it is answered.</summary>
/// <param name="User">The person as the connector knows them: <c>29:…</c>.</param>
internal sealed record TeamsTicket(string ServiceUrl, string Conversation, string User, TeamsReaders Readers)
{
    public string Write() => JsonSerializer.Serialize(this, TeamsJson.Options);

    /// <returns>Null when there is none.</returns>
    public static TeamsTicket? Read(string? ticket) => ticket is null ? null : JsonSerializer.Deserialize<TeamsTicket>(ticket, TeamsJson.Options);
}

internal enum TeamsReaders
{
    /// <summary>Everyone in the conversation: it is the person's own chat with the bot, or a greeting.</summary>
    Everyone,

    /// <summary>The person alone, in the way of <see cref="TeamsOptions.Answers"/>.</summary>
    OnePerson,

    /// <summary>The person alone and there: they used a slash command, which nobody else saw either.</summary>
    OnePersonThere,
}
