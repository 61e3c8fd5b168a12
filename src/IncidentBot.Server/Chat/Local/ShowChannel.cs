using IncidentBot.Chat.Local.Pages;
using IncidentBot.Markup;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Chat.Local;

/// <summary>The page of a channel, complete without script.</summary>
internal sealed class ShowChannel(IChannelLog log, ComponentMarkup markup)
{
    public const int MessagesShown = 200;

    public async Task<IResult> GetAsync(string channel, string? person, CancellationToken ct)
    {
        if (LocalChat.Mistake(channel, person ?? LocalPeople.Ada.Id.Value) is { } mistake)
        {
            return LocalChat.Refuse(mistake);
        }

        return LocalPeople.Find(person) is { } reader
            ? await PageAsync(channel, reader, draft: null, error: null, ct)
            : TypedResults.LocalRedirect(Url(channel, LocalPeople.Ada));
    }

    /// <summary>The page again with what could not be sent, so that nobody has to type it twice.</summary>
    public Task<IResult> WithErrorAsync(string channel, Person reader, string draft, string error, CancellationToken ct) =>
        PageAsync(channel, reader, draft, error, ct);

    public static string Url(string channel, Person reader) => $"/chat/{channel}?as={reader.Id}";

    private async Task<IResult> PageAsync(string channel, Person reader, string? draft, string? error, CancellationToken ct)
    {
        var messages = await log.ReadAsync(LocalChannels.Ref(channel), reader.Id, afterRevision: 0, MessagesShown, ct);
        var parameters = new Dictionary<string, object?>
        {
            [nameof(ChannelPage.Channel)] = channel,
            [nameof(ChannelPage.Reader)] = reader,
            [nameof(ChannelPage.Messages)] = messages,
            [nameof(ChannelPage.Channels)] = await log.ChannelNamesAsync(channel, ct),
            [nameof(ChannelPage.Draft)] = draft,
            [nameof(ChannelPage.Error)] = error,
        };
        return await markup.PageAsync<ChannelPage>(parameters, error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }
}
