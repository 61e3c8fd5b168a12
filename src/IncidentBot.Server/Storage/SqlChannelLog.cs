using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Storage;

internal sealed class SqlChannelLog(IDatabase database) : IChannelLog
{
    public Task AddAsync(ChannelMessage message, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var channel = StoredText.Of(message.Channel);
                var revision = await NextRevisionAsync(session, ct);
                var isNew = await session.ExecuteAsync(
                    new("""
                        insert into channel_messages (channel, id, position, revision, only_for, body)
                        values (@channel, @id, @revision, @revision, @for, @body)
                        on conflict (channel, id) do nothing
                        """)
                    {
                        ["channel"] = channel,
                        ["id"] = message.Id,
                        ["revision"] = revision,
                        ["for"] = message.OnlyFor?.Value,
                        ["body"] = Json.Of(message, StoreJson.Default.ChannelMessage),
                    },
                    ct) == 1;
                if (!isNew)
                {
                    session.Discard();
                    return false;
                }

                await session.ExecuteAsync(
                    new("""
                        insert into channels (channel, platform, last_position) values (@channel, @platform, @revision)
                        on conflict (channel) do update set last_position = excluded.last_position
                        """)
                    {
                        ["channel"] = channel,
                        ["platform"] = message.Channel.Platform,
                        ["revision"] = revision,
                    },
                    ct);
                session.WakeWorkers();
                return true;
            },
            ct);

    public Task<bool> UpdateAsync(ChannelRef channel, string id, Card card, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                // First, because its row is the lock under which the message is read and written back.
                var revision = await NextRevisionAsync(session, ct);
                var key = StoredText.Of(channel);
                var body = await session.FindAsync(
                    new("select body from channel_messages where channel = @channel and id = @id") { ["channel"] = key, ["id"] = id },
                    row => row.GetString(0),
                    ct);
                if (body is null)
                {
                    session.Discard();
                    return false;
                }

                var message = Json.Read(body, StoreJson.Default.ChannelMessage) with { Card = card };
                await session.ExecuteAsync(
                    new("update channel_messages set revision = @revision, body = @body where channel = @channel and id = @id")
                    {
                        ["channel"] = key,
                        ["id"] = id,
                        ["revision"] = revision,
                        ["body"] = Json.Of(message, StoreJson.Default.ChannelMessage),
                    },
                    ct);
                session.WakeWorkers();
                return true;
            },
            ct);

    public async Task<IReadOnlyList<ChannelMessage>> ReadAsync(ChannelRef channel, PersonId reader, long afterRevision, int limit, CancellationToken ct)
    {
        var newestFirst = await database.ReadAsync(
            session => session.ListAsync(
                Page(channel, reader, afterRevision, limit),
                row => Json.Read(row.GetString(0), StoreJson.Default.ChannelMessage) with { Revision = row.GetInt64(1) },
                ct),
            ct);
        newestFirst.Reverse();
        return newestFirst;
    }

    public async Task<IReadOnlyList<ChannelRef>> ChannelsAsync(string platform, CancellationToken ct) =>
        await database.ReadAsync(session => session.ListAsync(Channels(platform), row => StoredText.Channel(row.GetString(0)), ct), ct);

    /// <summary>A first page follows the order of posting; what is new since a revision is little, and is found by revision.</summary>
    internal static Statement Page(ChannelRef channel, PersonId reader, long afterRevision, int limit) =>
        new($"""
             select body, revision from channel_messages
             where channel = @channel and (only_for is null or only_for = @reader) {(afterRevision > 0 ? "and revision > @after" : "")}
             order by position desc limit @limit
             """)
        {
            ["channel"] = StoredText.Of(channel),
            ["reader"] = reader.Value,
            ["after"] = afterRevision,
            ["limit"] = limit,
        };

    /// <summary>Removes what was posted before the last <paramref name="keep"/> messages of the channel, at most <paramref name="limit"/> of them.</summary>
    internal static Statement Forget(ChannelRef channel, int keep, int limit) =>
        new("""
            delete from channel_messages where channel = @channel and position in (
              select position from channel_messages where channel = @channel and position <= (
                select position from channel_messages where channel = @channel order by position desc limit 1 offset @keep)
              order by position limit @limit)
            """)
        {
            ["channel"] = StoredText.Of(channel),
            ["keep"] = keep,
            ["limit"] = limit,
        };

    internal static Statement Channels() => new("select channel from channels order by channel");

    internal static Statement Channels(string platform) =>
        new("select channel from channels where platform = @platform order by last_position desc") { ["platform"] = platform };

    /// <summary>The counter's row is locked until the commit, so a reader never sees a revision before a lower one.</summary>
    private static Task<long> NextRevisionAsync(Session session, CancellationToken ct) => SqlLedger.NextAsync(session, "channel revision", ct);
}
