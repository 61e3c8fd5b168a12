using IncidentBot.Storage;

namespace IncidentBot.Chat.Local;

/// <summary>
/// The channels that a page lists, as many however many there ever were: general, its own, those of open incidents, and those
/// spoken in last, so that whatever is unread is among them. The others are found by <see cref="FindChannels"/>.
/// </summary>
internal sealed class ListedChannels(IChannelLog log) : IDisposable
{
    public const int Open = 50;
    public const int SpokenInLast = 50;

    private readonly SemaphoreSlim reading = new(1);
    private (long Position, IReadOnlyList<string> Names) last = (-1, []);

    /// <summary>In their order; one list for all pages, which is another one only when something was said.</summary>
    public async Task<IReadOnlyList<string>> NowAsync(CancellationToken ct)
    {
        await reading.WaitAsync(ct);
        try
        {
            // What opens or closes an incident is said in its channel, so this stands for both.
            var position = (await log.ChannelsAsync(LocalPlatform.PlatformName, long.MaxValue, 1, ct)) is [var newest] ? newest.LastPosition : 0;
            if (position != last.Position)
            {
                last = (position, await ReadAsync(ct));
            }

            return last.Names;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>With the one that the reader is in.</summary>
    public static IReadOnlyList<string> With(string current, IReadOnlyList<string> names) =>
        names.Contains(current) ? names : LocalChannels.InOrder(names.Append(current));

    public void Dispose() => reading.Dispose();

    private async Task<IReadOnlyList<string>> ReadAsync(CancellationToken ct)
    {
        var spoken = await log.ChannelsAsync(LocalPlatform.PlatformName, long.MaxValue, SpokenInLast, ct);
        var open = await log.OpenChannelsAsync(LocalPlatform.PlatformName, Open, ct);
        return LocalChannels.InOrder(spoken.Concat(open).Select(one => one.Channel.ChannelId).Append(LocalChannels.General));
    }
}
