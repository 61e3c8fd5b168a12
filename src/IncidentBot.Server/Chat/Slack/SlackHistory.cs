using System.Globalization;
using System.Runtime.CompilerServices;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Reads back what the bot has said. Slack has no key by which it would recognise a repeated chat.postMessage; so each post
/// carries its delivery's id, and one that may be there already is looked for.
/// </summary>
internal sealed partial class SlackHistory(SlackClient slack, ILogger<SlackHistory> logger)
{
    private const int MostPages = 5;

    /// <summary>With clocks further apart the bot would refuse every request as too old.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>By then as many calls are free again as a lookup takes; sooner, each try would come to an end at the same page.</summary>
    private static readonly TimeSpan UntilAllPagesAreFree = TimeSpan.FromSeconds(10);

    /// <returns>Null when it is not there, and when nobody can tell because the bot may not read the channel.</returns>
    /// <exception cref="DeliveryException">Slack could not say just now.</exception>
    public Task<string?> FindAsync(ChannelRef channel, Delivery delivery, CancellationToken ct) => FindAsync(
        channel,
        delivery,
        oldest => ReadAsync(channel, "conversations.history", cursor => new ReadHistory(channel.ChannelId, oldest, cursor), ct),
        ct);

    /// <summary>In the thread of a message, which the channel's own history does not show.</summary>
    /// <inheritdoc cref="FindAsync(ChannelRef, Delivery, CancellationToken)"/>
    public Task<string?> FindUnderAsync(ChannelRef channel, string ts, Delivery delivery, CancellationToken ct) => FindAsync(
        channel,
        delivery,
        oldest => ReadAsync(channel, "conversations.replies", cursor => new ReadReplies(channel.ChannelId, ts, cursor) { Oldest = oldest }, ct),
        ct);

    private async Task<string?> FindAsync(
        ChannelRef channel,
        Delivery delivery,
        Func<string, IAsyncEnumerable<HistoryMessage>> since,
        CancellationToken ct)
    {
        if (delivery.MayBeThereSince is not { } first)
        {
            return null;
        }

        var pages = since(string.Create(CultureInfo.InvariantCulture, $"{(first - ClockSkew).ToUnixTimeSeconds()}.000000"));
        await foreach (var message in OursAsync(channel, pages, message => message.Metadata?.IsOf(delivery.Id) == true, ct))
        {
            LogFound(delivery.Id, channel);
            return message.Ts;
        }

        return null;
    }

    /// <summary>What the bot itself has put into the thread of its message.</summary>
    /// <inheritdoc cref="FindAsync(ChannelRef, Delivery, CancellationToken)"/>
    public async Task<IReadOnlyList<HistoryMessage>> InThreadAsync(ChannelRef channel, string ts, CancellationToken ct)
    {
        var pages = ReadAsync(channel, "conversations.replies", cursor => new ReadReplies(channel.ChannelId, ts, cursor), ct);
        return await OursAsync(channel, pages, _ => true, ct).ToListAsync(ct);
    }

    /// <summary>Whether what may be there can be found later.</summary>
    public async Task<bool> CanReadAsync(ChannelRef channel, string ts, CancellationToken ct)
    {
        try
        {
            return (await slack.AskAsync(
                channel.Workspace,
                "conversations.replies",
                new ReadReplies(channel.ChannelId, ts, Cursor: null) { Limit = 1 },
                ct)).Ok;
        }
        catch (DeliveryException)
        {
            // Trouble that passes: Slack did not say no.
            return true;
        }
    }

    /// <summary>Any app can write the same metadata; who it was is Slack's own word.</summary>
    private async IAsyncEnumerable<HistoryMessage> OursAsync(
        ChannelRef channel,
        IAsyncEnumerable<HistoryMessage> messages,
        Predicate<HistoryMessage> wanted,
        [EnumeratorCancellation] CancellationToken ct)
    {
        ApiReply? me = null;
        await foreach (var message in messages.WithCancellation(ct))
        {
            if (wanted(message))
            {
                me ??= await slack.CallAsync(channel.Workspace, "auth.test", new { }, ct);
                if (message.User is { } user && user == me.Read<string>("user_id"))
                {
                    yield return message;
                }
            }
        }
    }

    private async IAsyncEnumerable<HistoryMessage> ReadAsync(
        ChannelRef channel,
        string method,
        Func<string?, object> arguments,
        [EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var reply = await AskAsync(channel.Workspace, method, arguments(cursor), ct);
            if (!reply.Ok || reply.Read<IReadOnlyList<HistoryMessage>>("messages") is not { } messages)
            {
                LogUnreadable(channel, reply.Ok ? "the answer has no messages" : SlackErrors.ToException(method, reply).Message);
                yield break;
            }

            foreach (var message in messages)
            {
                yield return message;
            }

            cursor = reply.ResponseMetadata?.NextCursor;
            if (string.IsNullOrEmpty(cursor))
            {
                yield break;
            }
        }

        LogTooMuch(channel, MostPages * HistoryPage.Size);
    }

    private async Task<ApiReply> AskAsync(string workspace, string method, object arguments, CancellationToken ct)
    {
        try
        {
            return await slack.AskAsync(workspace, method, arguments, ct);
        }
        catch (DeliveryException e) when (e.RetryAfter < UntilAllPagesAreFree)
        {
            throw new DeliveryException(e.Message, permanent: false, UntilAllPagesAreFree, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Delivery} is in {Channel} already: an earlier try arrived")]
    private partial void LogFound(string delivery, ChannelRef channel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether a message is in {Channel} already cannot be seen, so it may appear twice: {Reason}")]
    private partial void LogUnreadable(ChannelRef channel, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A message was looked for among the last {Count} in {Channel} and not found there, so it may appear twice")]
    private partial void LogTooMuch(ChannelRef channel, int count);
}
