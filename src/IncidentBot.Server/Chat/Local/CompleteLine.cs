using IncidentBot.Commands;
using IncidentBot.Storage;

namespace IncidentBot.Chat.Local;

/// <summary>What a line that somebody is typing could go on with, for the list above the text field.</summary>
internal sealed class CompleteLine(CompletionOf completion, IChannelLog log)
{
    public async Task<IResult> GetAsync(string channel, string? person, string typed, CancellationToken ct)
    {
        if (LocalChat.Mistake(channel, person) is { } mistake)
        {
            return LocalChat.Refuse(mistake);
        }

        var reader = LocalPeople.Find(person)!;
        var said = await log.ReadAsync(LocalChannels.Ref(channel), reader.Id, afterRevision: 0, ShowChannel.MessagesShown, ct);
        return TypedResults.Json(await completion(typed, reader, [.. said.Reverse().SelectMany(Lines)], ct));
    }

    /// <summary>The commands in a message: what was typed, or what its buttons type.</summary>
    private static IEnumerable<string> Lines(ChannelMessage message) =>
        (message.Author is null ? message.Card.Buttons.Select(button => button.Command) : [message.Card.Title]).Where(line => line.StartsWith('/'));
}
