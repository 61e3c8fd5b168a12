using IncidentBot.Messages;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat;

/// <summary>
/// Keeps a card whole when its platform has to cut it, and says where it can be read. A card that fits costs nothing, and
/// one that cannot be kept goes out as it is: cut and counted.
/// </summary>
internal sealed partial class WholeCards(IKeptCards kept, IOptions<PageOptions> pages, TimeProvider time, ILogger<WholeCards> logger)
{
    /// <summary>A store that takes longer keeps nobody waiting: Slack gives a form three seconds in all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <param name="draw">Given the address of the whole, which has to be in what is drawn; null the first time, and all there is where everything fits.</param>
    public async Task<T> DrawAsync<T>(Card card, Func<Uri?, T> draw, CancellationToken ct)
        where T : IDrawnCard
    {
        var drawn = draw(null);
        return drawn.IsCut && await KeepAsync(card, ct) is { } whole ? draw(whole) : drawn;
    }

    /// <returns>Null where pages are off, or the card could not be kept.</returns>
    public async Task<Uri?> KeepAsync(Card card, CancellationToken ct)
    {
        if (!pages.Value.AreServed)
        {
            return null;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            var now = time.GetUtcNow();
            return await kept.KeepAsync(new KeptCard(card, now, now + pages.Value.KeepFor), either.Token) is { } token ? pages.Value.CardOf(token) : null;
        }
#pragma warning disable CA1031 // Whatever is in its way, what is to be said is more important than where all of it is.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotKept(e.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A card that was cut could not be kept whole: {Kind}")]
    private partial void LogNotKept(string kind);
}
