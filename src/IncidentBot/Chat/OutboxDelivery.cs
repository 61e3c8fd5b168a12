using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Chat;

/// <summary>Delivers what was committed to be said, and tries again what did not arrive.</summary>
public sealed partial class OutboxDelivery(
    IEnumerable<IChatPlatform> platforms,
    IOutbox outbox,
    LiveCards live,
    Redactor redactor,
    TimeProvider time,
    ILogger<OutboxDelivery> log)
{
    /// <summary>A message that makes a platform throw will do so again: its channel waits for it for about six minutes.</summary>
    private const int AttemptsAtAFault = 12;

    /// <summary>A platform that is away comes back: its messages wait for about a day. One that says when to come back is there.</summary>
    private const int AttemptsWhileAway = 1440;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Much longer than a platform that is well takes, and less than anybody waits for an answer.</summary>
    private static readonly TimeSpan HoldsItsLane = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, IChatPlatform> platforms = platforms.ToDictionary(platform => platform.Name);

    public async Task DeliverAsync(OutboxItem item, CancellationToken ct)
    {
        try
        {
            var sending = SendAsync(item, ct);
            if (!await IsOverSoonAsync(sending))
            {
                await outbox.StepAsideAsync(item, CancellationToken.None);
            }

            await sending;
            await outbox.CompleteAsync(item, CancellationToken.None);
        }
        catch (DeliveryException e) when (e.Permanent || (item.Attempt >= AttemptsWhileAway && e.RetryAfter is null))
        {
            LogAbandoned(item.Id, item.Message.Channel, e.Message);
            await outbox.AbandonAsync(item, time.GetUtcNow(), e.Message, CancellationToken.None);
        }
        catch (DeliveryException e)
        {
            // Who is asked to be slower is through to the platform.
            if (e is not { RetryAfter: not null, MayHaveArrived: false })
            {
                await outbox.StepAsideAsync(item, CancellationToken.None);
            }

            await outbox.RetryAsync(item, time.GetUtcNow() + (e.RetryAfter ?? Pause(item)), e.Message, e.MayHaveArrived, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever a platform throws, the channel does not stop for good at this message.
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogThrew(e, item.Id, item.Message.Channel);
            if (item.Attempt >= AttemptsAtAFault)
            {
                await outbox.AbandonAsync(item, time.GetUtcNow(), e.GetType().Name, CancellationToken.None);
                return;
            }

            await outbox.StepAsideAsync(item, CancellationToken.None);
            await outbox.RetryAsync(item, time.GetUtcNow() + Pause(item), e.GetType().Name, mayHaveArrived: true, CancellationToken.None);
        }
    }

    /// <summary>Doubled each time; a part of it depends on the message, so that all that waits does not come back at once.</summary>
    private static TimeSpan Pause(OutboxItem item)
    {
        var whole = Math.Min(LongestPause.TotalSeconds, Math.Pow(2, item.Attempt - 1));
        var share = ((item.Id * 7919) + (item.Attempt * 104729L)) % 1000 / 1000.0;
        return TimeSpan.FromSeconds(whole * (0.75 + (share / 4)));
    }

    private async Task<bool> IsOverSoonAsync(Task sending)
    {
        await sending.WaitAsync(HoldsItsLane, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return sending.IsCompleted;
    }

    private async Task SendAsync(OutboxItem item, CancellationToken ct)
    {
        // The row and not its generation: a card whose first post may be there is the same card when it was asked for again.
        var delivery = new Delivery($"out-{item.Id}", item.UnsettledSince);
        if (item.Message is Outgoing.Notice notice)
        {
            await TellAsync(notice, delivery, ct);
            return;
        }

        var channel = item.Message.Channel;
        var platform = PlatformOf(channel);
        switch (item.Message)
        {
            case Outgoing.Reply reply:
                await platform.ReplyAsync(reply.To, reply.Card, delivery, ct);
                break;

            case Outgoing.Post { Under: { } subject } news when await outbox.FindPostedAsync(channel, subject, ct) is { } above:
                await PostUnderAsync(platform, channel, above, news.Card, delivery, ct);
                break;

            case Outgoing.Post post:
                await platform.PostAsync(channel, post.Card, delivery, ct);
                break;

            case Outgoing.Refresh refresh when await live.DrawAsync(refresh.Subject, channel, ct) is { } card:
                await ShowAsync(platform, channel, refresh.Subject, redactor.Clean(card), delivery, ct);
                break;
        }
    }

    private IChatPlatform PlatformOf(ChannelRef channel) => platforms.TryGetValue(channel.Platform, out var platform)
        ? platform
        : throw new DeliveryException($"No chat platform named {channel.Platform} is configured.", permanent: true, mayHaveArrived: false);

    private async Task TellAsync(Outgoing.Notice notice, Delivery delivery, CancellationToken ct)
    {
        try
        {
            await PlatformOf(notice.Channel).NoticeAsync(notice.To, notice.Card, delivery, ct);
        }
        catch (DeliveryException e) when (e is { Permanent: true, MayHaveArrived: false })
        {
            LogNotTold(notice.To, e.Message);
            if (notice.Otherwise is { } post)
            {
                await PlatformOf(post.In).PostAsync(post.In, post.Card, delivery, ct);
            }
        }
    }

    /// <summary>Posts in the open where the message above has been deleted.</summary>
    private async Task PostUnderAsync(IChatPlatform platform, ChannelRef channel, string above, Card card, Delivery delivery, CancellationToken ct)
    {
        try
        {
            await platform.PostUnderAsync(channel, above, card, delivery, ct);
        }
        catch (DeliveryException e) when (e is { Permanent: true, MayHaveArrived: false })
        {
            LogWithoutThread(delivery.Id, channel, e.Message);
            await platform.PostAsync(channel, card, delivery, ct);
        }
    }

    /// <summary>Updates the living message; posts it when there is none yet, or when somebody has deleted it.</summary>
    private async Task ShowAsync(IChatPlatform platform, ChannelRef channel, LiveSubject subject, Card card, Delivery delivery, CancellationToken ct)
    {
        if (await outbox.FindPostedAsync(channel, subject, ct) is { } messageId)
        {
            try
            {
                await platform.UpdateAsync(channel, messageId, card, ct);
                return;
            }
            catch (DeliveryException e) when (e.Permanent)
            {
                LogReposted(subject, channel, e.Message);

                // Another message than the first, which must not be taken for it.
                delivery = delivery with { Id = $"{delivery.Id}-for-{messageId}" };
            }
        }

        var posted = await platform.PostAsync(channel, card, delivery, ct);
        await outbox.RememberPostedAsync(channel, subject, posted, ct);
        if (delivery.MayBeThereSince is not null)
        {
            // An earlier try may have shown it as it was then.
            await platform.UpdateAsync(channel, posted, card, ct);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {Id} to {Channel} is given up: {Reason}")]
    private partial void LogAbandoned(long id, ChannelRef channel, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivering message {Id} to {Channel} threw")]
    private partial void LogThrew(Exception e, long id, ChannelRef channel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Delivery} could not be said in its thread in {Channel}, and is said in the open: {Reason}")]
    private partial void LogWithoutThread(string delivery, ChannelRef channel, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Account} could not be told alone: {Reason}")]
    private partial void LogNotTold(Account account, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The living message of {Subject} in {Channel} is posted anew: {Reason}")]
    private partial void LogReposted(LiveSubject subject, ChannelRef channel, string reason);
}
