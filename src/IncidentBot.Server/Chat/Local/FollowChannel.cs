using System.Globalization;
using System.Text.Json;
using IncidentBot.Chat.Local.Pages;
using IncidentBot.Markup;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Local;

/// <summary>Server-sent events of one channel for one reader: what is new and what has changed, resumable by revision.</summary>
internal sealed class FollowChannel(
    IChannelLog log,
    ListedChannels listed,
    IWakeUp wakeUp,
    ComponentMarkup markup,
    IOptions<LocalOptions> options,
    TimeProvider time,
    IHostApplicationLifetime lifetime)
{
    private const int NewsAtOnce = 100;

    public async Task<IResult> GetAsync(string channel, string? person, long? after, long? heard, HttpContext http)
    {
        if (LocalChat.Mistake(channel, person) is { } mistake)
        {
            return LocalChat.Refuse(mistake);
        }

        var seen = long.TryParse(http.Request.Headers["Last-Event-ID"], CultureInfo.InvariantCulture, out var last) ? last : after ?? 0;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.ContentType = "text/event-stream";
        try
        {
            await FollowAsync(channel, LocalPeople.Find(person)!, seen, heard, http.Response, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The reader has left, or the server stops: the browser comes back with the last id it saw.
        }

        return TypedResults.Empty;
    }

    private async Task FollowAsync(string channel, Person reader, long seen, long? heard, HttpResponse response, CancellationToken ct)
    {
        var keepAlive = options.Value.KeepAlive;
        IReadOnlyList<string>? known = null;
        string? living = null;
        await response.WriteAsync("retry: 1000\n" + Alive(), ct);
        var spoken = time.GetTimestamp();
        while (true)
        {
            // Asked for before reading: a commit between the two must not be slept through.
            var silence = time.GetElapsedTime(spoken);
            var woken = wakeUp.WaitAsync(silence < keepAlive ? keepAlive - silence : keepAlive, ct);

            var channels = ListedChannels.With(channel, await listed.NowAsync(ct));
            var changed = await log.ReadAsync(LocalChannels.Ref(channel), reader.Id, seen, ShowChannel.MessagesShown, ct);
            var events = new List<string>();
            if (known is null || (!ReferenceEquals(known, channels) && !known.SequenceEqual(channels)))
            {
                events.Add(known is null ? await ChannelsAsync(channel, channels, reader) : await ChangesAsync(channel, known, channels, reader));
            }

            known = channels;

            if (changed.Count > 0)
            {
                living ??= (await LivingCard.OfAsync(log, channel, reader, ct))?.Id;
            }

            foreach (var (message, resumeFrom) in WithResumePoints(changed, seen))
            {
                events.Add(await MessageAsync(channel, message, reader, message.Id == living, resumeFrom));
                seen = resumeFrom;
            }

            var posted = await log.PostedAsync(LocalPlatform.PlatformName, reader.Id, heard ?? 0, NewsAtOnce, ct);
            if (posted.Count > 0)
            {
                // Who is here for the first time has nothing unread.
                var newest = posted.Max(one => one.LastPosition);
                events.Add(News(heard is null ? [] : posted, newest));
                heard = newest;
            }

            heard ??= 0;
            if (events.Count == 0 && silence >= keepAlive)
            {
                events.Add(Alive());
            }

            if (events.Count > 0)
            {
                await response.WriteAsync(string.Concat(events), ct);
                spoken = time.GetTimestamp();
            }

            await response.Body.FlushAsync(ct);
            await woken;
        }
    }

    /// <summary>
    /// Messages go out in the order they were posted, which an update takes apart from the order of revisions. Each one
    /// carries the highest revision below which nothing is left to send, so that a reader cut off in between misses nothing.
    /// </summary>
    internal static IEnumerable<(ChannelMessage Message, long ResumeFrom)> WithResumePoints(IReadOnlyList<ChannelMessage> posted, long seen)
    {
        var sent = seen;
        for (var i = 0; i < posted.Count; i++)
        {
            var rest = posted.Skip(i + 1).Select(message => message.Revision);
            sent = Math.Max(sent, posted[i].Revision);
            yield return (posted[i], Math.Max(seen, rest.Any(revision => revision <= sent) ? rest.Min() - 1 : sent));
        }
    }

    private async Task<string> MessageAsync(string channel, ChannelMessage message, Person reader, bool isLiving, long resumeFrom)
    {
        var html = await markup.RenderAsync<MessageView>(new()
        {
            [nameof(MessageView.Message)] = message,
            [nameof(MessageView.Reader)] = reader,
            [nameof(MessageView.IsLiving)] = isLiving,
        });
        var data = JsonSerializer.Serialize(
            new { id = message.Id, channel, html, text = PlainText.Render(message.Card, time.GetUtcNow()), mine = message.Author == reader.Id },
            JsonSerializerOptions.Web);
        return string.Create(CultureInfo.InvariantCulture, $"id: {resumeFrom}\ndata: {data}\n\n");
    }

    private async Task<string> ChannelsAsync(string channel, IReadOnlyList<string> channels, Person reader)
    {
        var html = await markup.RenderAsync<ChannelList>(new()
        {
            [nameof(ChannelList.Channels)] = channels,
            [nameof(ChannelList.Current)] = channel,
            [nameof(ChannelList.Reader)] = reader,
        });
        return $"event: channels\ndata: {JsonSerializer.Serialize(new { html }, JsonSerializerOptions.Web)}\n\n";
    }

    /// <summary>What has left the list and what has come to it. From the end on, so that the entry before which one stands is there already.</summary>
    private async Task<string> ChangesAsync(string channel, IReadOnlyList<string> before, IReadOnlyList<string> now, Person reader)
    {
        var come = new List<object>();
        foreach (var (place, name) in now.Index().Reverse().Where(one => !before.Contains(one.Item)))
        {
            var html = await markup.RenderAsync<ChannelEntry>(new()
            {
                [nameof(ChannelEntry.Channel)] = name,
                [nameof(ChannelEntry.Current)] = channel,
                [nameof(ChannelEntry.Reader)] = reader,
            });
            come.Add(new { name, before = now.ElementAtOrDefault(place + 1), html });
        }

        return $"event: channel\ndata: {JsonSerializer.Serialize(new { gone = before.Except(now), come }, JsonSerializerOptions.Web)}\n\n";
    }

    /// <summary>In which channels something was said, with the place of it, for marks on those that the reader is not in.</summary>
    private static string News(IEnumerable<SpokenChannel> posted, long position)
    {
        var channels = posted.ToDictionary(one => one.Channel.ChannelId, one => one.LastPosition);
        return $"event: news\ndata: {JsonSerializer.Serialize(new { position, channels }, JsonSerializerOptions.Web)}\n\n";
    }

    /// <summary>The comment keeps proxies and sockets awake; the event tells the page how fresh it is.</summary>
    private string Alive() => $": keep-alive\nevent: alive\ndata: {time.GetUtcNow():O}\n\n";
}
