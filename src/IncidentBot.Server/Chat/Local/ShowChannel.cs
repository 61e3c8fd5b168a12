using IncidentBot.Chat.Local.Pages;
using IncidentBot.Markup;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Chat.Local;

/// <summary>The page of a channel, complete without script.</summary>
internal sealed class ShowChannel(IChannelLog log, ListedChannels listed, ComponentMarkup markup, NothingThere nothing)
{
    public const int MessagesShown = 200;

    /// <param name="before">The id of the message before which the page ends; null for the latest.</param>
    public async Task<IResult> GetAsync(HttpRequest request, string channel, string? person, string? before, CancellationToken ct)
    {
        if (await nothing.OfChannelAsync(request, channel, person ?? LocalPeople.Ada.Id.Value) is { } mistake)
        {
            return mistake;
        }

        return LocalPeople.Find(person) is not { } reader ? TypedResults.LocalRedirect(Url(channel, LocalPeople.Ada))
            : before is null ? await PageAsync(channel, reader, draft: null, error: null, ct)
            : await EarlierPageAsync(channel, reader, before, ct);
    }

    /// <summary>The page again with what could not be sent, so that nobody has to type it twice.</summary>
    public Task<IResult> WithErrorAsync(string channel, Person reader, string draft, string error, CancellationToken ct) =>
        PageAsync(channel, reader, draft, error, ct);

    public static string Url(string channel, Person reader, string? before = null) =>
        $"/chat/{channel}?as={reader.Id}" + (before is null ? "" : $"&before={Uri.EscapeDataString(before)}");

    private async Task<IResult> PageAsync(string channel, Person reader, string? draft, string? error, CancellationToken ct)
    {
        var (messages, earlierThan) = Shown(await log.ReadAsync(LocalChannels.Ref(channel), reader.Id, afterRevision: 0, MessagesShown + 1, ct));
        var living = await LivingCard.OfAsync(log, channel, reader, ct);
        if (living is not null && messages.All(message => message.Id != living.Id))
        {
            messages = [living, .. messages];
        }

        var parameters = new Dictionary<string, object?>
        {
            [nameof(ChannelPage.Channel)] = channel,
            [nameof(ChannelPage.Reader)] = reader,
            [nameof(ChannelPage.Messages)] = messages,
            [nameof(ChannelPage.EarlierThan)] = earlierThan,
            [nameof(ChannelPage.Channels)] = ListedChannels.With(channel, await listed.NowAsync(ct)),
            [nameof(ChannelPage.Living)] = living?.Id,
            [nameof(ChannelPage.Draft)] = draft,
            [nameof(ChannelPage.Error)] = error,
        };
        return await markup.PageAsync<ChannelPage>(parameters, error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private async Task<IResult> EarlierPageAsync(string channel, Person reader, string before, CancellationToken ct)
    {
        var (messages, earlierThan) = Shown(await log.ReadBeforeAsync(LocalChannels.Ref(channel), reader.Id, before, MessagesShown + 1, ct));
        return await markup.PageAsync<EarlierPage>(new()
        {
            [nameof(EarlierPage.Channel)] = channel,
            [nameof(EarlierPage.Reader)] = reader,
            [nameof(EarlierPage.Messages)] = messages,
            [nameof(EarlierPage.EarlierThan)] = earlierThan,
        });
    }

    /// <summary>One more than is shown was asked for, which says whether there are earlier ones.</summary>
    private static (IReadOnlyList<ChannelMessage> Messages, string? EarlierThan) Shown(IReadOnlyList<ChannelMessage> read) =>
        read.Count > MessagesShown ? ([.. read.Skip(1)], read[1].Id) : (read, null);
}
