using System.Collections.Concurrent;
using System.Globalization;
using IncidentBot.Chat;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Doors;

/// <summary>What somebody hears of whose commands too many wait. Nothing of it is stored: that is what there is too much of.</summary>
internal sealed partial class TooMany(IInbox inbox, IEnumerable<IChatPlatform> platforms, TimeProvider time, ILogger<TooMany> log)
{
    /// <summary>A flood is not answered by a flood, where an answer is a message of its own.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    /// <summary>Who was told longer ago may be told again, so that these can be forgotten at any time.</summary>
    private const int MostTold = 1000;

    private readonly ConcurrentDictionary<Account, DateTimeOffset> told = new();

    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"Not taken: {inbox.MostWaiting} of your commands wait already. Send it again when some of them have been answered.");

    /// <summary>For a request that cannot be answered with it.</summary>
    public async Task TellAsync(Arrival arrival, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (platforms.FirstOrDefault(platform => platform.Name == arrival.Channel.Platform) is not { } platform
            || (told.TryGetValue(arrival.From, out var last) && now - last < TellEvery))
        {
            return;
        }

        if (told.Count >= MostTold)
        {
            told.Clear();
        }

        told[arrival.From] = now;
        try
        {
            var card = new Card(Text) { Tone = Tone.Warning };
            await platform.ReplyAsync(new ReplyAddress(arrival.Channel, arrival.From, arrival.Ticket), card, new Delivery($"too-many:{arrival.Key}"), ct);
        }
        catch (DeliveryException e)
        {
            LogNotTold(arrival.From, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{From} could not be told that too many of their commands wait: {Reason}")]
    private partial void LogNotTold(Account from, string reason);
}
