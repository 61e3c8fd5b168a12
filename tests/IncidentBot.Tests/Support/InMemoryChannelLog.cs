using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Support;

internal sealed class InMemoryChannelLog(Lock gate) : IChannelLog
{
    private readonly List<ChannelMessage> messages = [];
    private readonly Dictionary<string, long> positions = [];
    private long revision;

    public Task AddAsync(ChannelMessage message, CancellationToken ct)
    {
        lock (gate)
        {
            if (!messages.Exists(other => other.Id == message.Id))
            {
                messages.Add(message with { Revision = ++revision });
                positions[message.Id] = revision;
            }

            return Task.CompletedTask;
        }
    }

    public Task<bool> UpdateAsync(ChannelRef channel, string id, Card card, CancellationToken ct)
    {
        lock (gate)
        {
            var index = messages.FindIndex(message => message.Channel == channel && message.Id == id);
            if (index >= 0)
            {
                messages[index] = messages[index] with { Card = card, Revision = ++revision };
            }

            return Task.FromResult(index >= 0);
        }
    }

    public Task<IReadOnlyList<ChannelMessage>> ReadAsync(ChannelRef channel, PersonId reader, long afterRevision, int limit, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<ChannelMessage>>([.. messages
                .Where(message => message.Channel == channel && message.Revision > afterRevision && (message.OnlyFor is null || message.OnlyFor == reader))
                .TakeLast(limit)]);
        }
    }

    public Task<IReadOnlyList<ChannelMessage>> ReadBeforeAsync(ChannelRef channel, PersonId reader, string id, int limit, CancellationToken ct) =>
        throw new NotSupportedException("Only the page of the local chat reads backwards, and its tests have a log of their own.");

    public Task<IReadOnlyList<SpokenChannel>> ChannelsAsync(string platform, long before, int limit, CancellationToken ct) =>
        throw new NotSupportedException("Only the page of the local chat lists channels, and its tests have a log of their own.");

    public Task<IReadOnlyList<SpokenChannel>> OpenChannelsAsync(string platform, int limit, CancellationToken ct) =>
        ChannelsAsync(platform, long.MaxValue, limit, ct);

    public Task<IReadOnlyList<ChannelMessage>> EarliestAsync(ChannelRef channel, PersonId reader, int limit, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<ChannelMessage>>([.. messages
                .Where(message => message.Channel == channel && (message.OnlyFor is null || message.OnlyFor == reader))
                .Take(limit)]);
        }
    }

    public Task<IReadOnlyList<SpokenChannel>> PostedAsync(string platform, PersonId reader, long afterPosition, int limit, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<SpokenChannel>>([.. messages
                .Where(message => message.Channel.Platform == platform && (message.OnlyFor is null || message.OnlyFor == reader))
                .GroupBy(message => message.Channel)
                .Select(channel => new SpokenChannel(channel.Key, channel.Max(message => positions[message.Id])))
                .Where(posted => posted.LastPosition > afterPosition)
                .OrderByDescending(posted => posted.LastPosition)
                .Take(limit)]);
        }
    }
}
