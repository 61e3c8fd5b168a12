using IncidentBot.Messages;

namespace IncidentBot.Storage;

internal sealed class SqlConversations(IDatabase database) : IConversationStore
{
    public Task<string?> FindAsync(ChannelRef channel, CancellationToken ct) =>
        database.ReadAsync(session => session.FindAsync(Find(channel), row => row.GetString(0), ct), ct);

    public Task RememberAsync(ChannelRef channel, string conversation, CancellationToken ct) =>
        database.ChangeAsync(
            session => session.ExecuteAsync(
                new("""
                    insert into conversations (channel, body) values (@channel, @body)
                    on conflict (channel) do update set body = excluded.body
                    """)
                {
                    ["channel"] = StoredText.Of(channel),
                    ["body"] = conversation,
                },
                ct),
            ct);

    internal static Statement Find(ChannelRef channel) =>
        new("select body from conversations where channel = @channel") { ["channel"] = StoredText.Of(channel) };
}
