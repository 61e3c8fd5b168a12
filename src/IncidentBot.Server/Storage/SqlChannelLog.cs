using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Storage;

internal sealed class SqlChannelLog(IDatabase database) : IChannelLog
{
    private const string Revisions = "channel revision";

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

    public Task<IReadOnlyList<ChannelMessage>> ReadAsync(ChannelRef channel, PersonId reader, long afterRevision, int limit, CancellationToken ct) =>
        MessagesAsync(Page(channel, reader, afterRevision, limit), ct);

    public Task<IReadOnlyList<ChannelMessage>> ReadBeforeAsync(ChannelRef channel, PersonId reader, string id, int limit, CancellationToken ct) =>
        MessagesAsync(PageBefore(channel, reader, id, limit), ct);

    public Task<IReadOnlyList<SpokenChannel>> ChannelsAsync(string platform, long before, int limit, CancellationToken ct) =>
        SpokenAsync(Channels(platform, before, limit), ct);

    public async Task<IReadOnlyList<SpokenChannel>> OpenChannelsAsync(string platform, int limit, CancellationToken ct) =>
        [.. (await SpokenAsync(OpenChannels(limit), ct)).Where(one => one.Channel.Platform == platform)];

    public async Task<IReadOnlyList<ChannelMessage>> EarliestAsync(ChannelRef channel, PersonId reader, int limit, CancellationToken ct) =>
        await database.ReadAsync(
            session => session.ListAsync(
                Earliest(channel, reader, limit),
                row => Json.Read(row.GetString(0), StoreJson.Default.ChannelMessage) with { Revision = row.GetInt64(1) },
                ct),
            ct);

    public async Task<IReadOnlyList<SpokenChannel>> PostedAsync(string platform, PersonId reader, long afterPosition, int limit, CancellationToken ct) =>
        [.. (await SpokenAsync(Posted(platform, reader, afterPosition, limit), ct)).Where(one => one.LastPosition > afterPosition)];

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

    internal static Statement PageBefore(ChannelRef channel, PersonId reader, string id, int limit) =>
        new("""
            select body, revision from channel_messages
            where channel = @channel and (only_for is null or only_for = @reader)
              and position < (select position from channel_messages where channel = @channel and id = @id)
            order by position desc limit @limit
            """)
        {
            ["channel"] = StoredText.Of(channel),
            ["reader"] = reader.Value,
            ["id"] = id,
            ["limit"] = limit,
        };

    internal static Statement Earliest(ChannelRef channel, PersonId reader, int limit) =>
        new("""
            select body, revision from channel_messages
            where channel = @channel and (only_for is null or only_for = @reader)
            order by position limit @limit
            """)
        {
            ["channel"] = StoredText.Of(channel),
            ["reader"] = reader.Value,
            ["limit"] = limit,
        };

    /// <summary>The last position of a channel may be that of an answer to somebody else, and all that was said there as well: then there is none.</summary>
    internal static Statement Posted(string platform, PersonId reader, long afterPosition, int limit) =>
        new("""
            select channel, (
              select position from channel_messages
              where channel_messages.channel = channels.channel and (only_for is null or only_for = @reader)
              order by position desc limit 1)
            from channels where platform = @platform and last_position > @after order by last_position desc limit @limit
            """)
        {
            ["platform"] = platform,
            ["reader"] = reader.Value,
            ["after"] = afterPosition,
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

    /// <summary>Those last spoken in after the position that hold more than is kept. No more than these and one are looked at of each.</summary>
    internal static Statement Overfull(long after, int keep) =>
        new("""
            select channel from channels where last_position > @after and exists (
              select 1 from channel_messages where channel_messages.channel = channels.channel limit 1 offset @keep)
            order by channel
            """)
        {
            ["after"] = after,
            ["keep"] = keep,
        };

    /// <summary>The highest there is; a position is the revision at which its message was posted.</summary>
    internal static Statement LastRevision() => new("select last from series where name = @name") { ["name"] = Revisions };

    internal static Statement Channels(string platform, long before, int limit) =>
        new("""
            select channel, last_position from channels where platform = @platform and last_position < @before
            order by last_position desc limit @limit
            """)
        {
            ["platform"] = platform,
            ["before"] = before,
            ["limit"] = limit,
        };

    /// <summary>Of whatever platform: a planner that is asked for one as well may read all its channels.</summary>
    internal static Statement OpenChannels(int limit) =>
        new("""
            select channel, last_position from channels where channel in (
              select channel from incidents where is_open order by number desc limit @limit)
            """)
        {
            ["limit"] = limit,
        };

    private async Task<IReadOnlyList<ChannelMessage>> MessagesAsync(Statement newestFirst, CancellationToken ct)
    {
        var messages = await database.ReadAsync(
            session => session.ListAsync(
                newestFirst,
                row => Json.Read(row.GetString(0), StoreJson.Default.ChannelMessage) with { Revision = row.GetInt64(1) },
                ct),
            ct);
        messages.Reverse();
        return messages;
    }

    private async Task<IReadOnlyList<SpokenChannel>> SpokenAsync(Statement statement, CancellationToken ct) =>
        await database.ReadAsync(
            session => session.ListAsync(
                statement,
                row => new SpokenChannel(StoredText.Channel(row.GetString(0)), row.IsDBNull(1) ? 0 : row.GetInt64(1)),
                ct),
            ct);

    /// <summary>The counter's row is locked until the commit, so a reader never sees a revision before a lower one.</summary>
    private static Task<long> NextRevisionAsync(Session session, CancellationToken ct) => SqlLedger.NextAsync(session, Revisions, ct);
}
