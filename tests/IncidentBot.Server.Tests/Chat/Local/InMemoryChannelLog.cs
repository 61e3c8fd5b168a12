using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Local;

internal sealed class InMemoryChannelLog(InMemoryWakeUp wakeUp) : IChannelLog
{
    private readonly Lock gate = new();
    private readonly List<ChannelMessage> messages = [];
    private readonly Dictionary<(ChannelRef, string), long> positions = [];
    private long revision;

    public IReadOnlyList<ChannelMessage> All
    {
        get
        {
            lock (gate)
            {
                return [.. messages];
            }
        }
    }

    public Task AddAsync(ChannelMessage message, CancellationToken ct)
    {
        lock (gate)
        {
            if (messages.All(other => (other.Channel, other.Id) != (message.Channel, message.Id)))
            {
                messages.Add(message with { Revision = ++revision });
                positions[(message.Channel, message.Id)] = revision;
                wakeUp.Signal();
            }
        }

        return Task.CompletedTask;
    }

    public Task<bool> UpdateAsync(ChannelRef channel, string id, Card card, CancellationToken ct)
    {
        lock (gate)
        {
            var index = messages.FindIndex(message => message.Id == id && message.Channel == channel);
            if (index < 0)
            {
                return Task.FromResult(false);
            }

            messages[index] = messages[index] with { Card = card, Revision = ++revision };
            wakeUp.Signal();
            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyList<ChannelMessage>> ReadAsync(ChannelRef channel, PersonId reader, long afterRevision, int limit, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ChannelMessage>>([.. Seen(channel, reader).Where(message => message.Revision > afterRevision).TakeLast(limit)]);

    public Task<IReadOnlyList<ChannelMessage>> ReadBeforeAsync(ChannelRef channel, PersonId reader, string id, int limit, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ChannelMessage>>([.. Seen(channel, reader).TakeWhile(message => message.Id != id).TakeLast(limit)]);

    public Task<IReadOnlyList<SpokenChannel>> ChannelsAsync(string platform, long before, int limit, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<SpokenChannel>>([.. Spoken(platform, _ => true).Where(spoken => spoken.LastPosition < before).Take(limit)]);

    /// <summary>No incidents are kept here.</summary>
    public Task<IReadOnlyList<SpokenChannel>> OpenChannelsAsync(string platform, int limit, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<SpokenChannel>>([]);

    public Task<IReadOnlyList<ChannelMessage>> EarliestAsync(ChannelRef channel, PersonId reader, int limit, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ChannelMessage>>([.. Seen(channel, reader).Take(limit)]);

    public Task<IReadOnlyList<SpokenChannel>> PostedAsync(string platform, PersonId reader, long afterPosition, int limit, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<SpokenChannel>>([.. Spoken(platform, message => MaySee(message, reader))
            .Where(spoken => spoken.LastPosition > afterPosition)
            .Take(limit)]);

    private static bool MaySee(ChannelMessage message, PersonId reader) => message.OnlyFor is null || message.OnlyFor == reader;

    private IEnumerable<ChannelMessage> Seen(ChannelRef channel, PersonId reader) =>
        All.Where(message => message.Channel == channel && MaySee(message, reader));

    /// <summary>The one spoken in last first, of the messages that count.</summary>
    private IReadOnlyList<SpokenChannel> Spoken(string platform, Func<ChannelMessage, bool> counts)
    {
        lock (gate)
        {
            return [.. messages
                .Where(message => message.Channel.Platform == platform && counts(message))
                .GroupBy(message => message.Channel)
                .Select(channel => new SpokenChannel(channel.Key, channel.Max(message => positions[(message.Channel, message.Id)])))
                .OrderByDescending(spoken => spoken.LastPosition)];
        }
    }
}
