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
    /// <summary>A store that takes longer keeps nobody waiting.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc cref="DrawAsync{T}(Card, Func{Card, Uri?, T}, TimeSpan, CancellationToken)"/>
    public Task<T> DrawAsync<T>(Card card, Func<Card, Uri?, T> draw, CancellationToken ct)
        where T : IDrawnCard => DrawAsync(card, draw, Patience, ct);

    /// <param name="draw">Given the card with its times as they are shown today, and the address of the whole, which has to be in what
    /// is drawn; null the first time, and all there is where everything fits.</param>
    /// <param name="patience">How long keeping may take.</param>
    public async Task<T> DrawAsync<T>(Card card, Func<Card, Uri?, T> draw, TimeSpan patience, CancellationToken ct)
        where T : IDrawnCard
    {
        var dated = card.WithDays(time.GetUtcNow());
        var drawn = draw(dated, null);
        return drawn.IsCut && await KeepAsync(card, patience, ct) is { } whole ? draw(dated, whole) : drawn;
    }

    /// <inheritdoc cref="KeepAsync(Card, TimeSpan, CancellationToken)"/>
    public Task<Uri?> KeepAsync(Card card, CancellationToken ct) => KeepAsync(card, Patience, ct);

    /// <returns>Null where pages are off, or the card could not be kept.</returns>
    private async Task<Uri?> KeepAsync(Card card, TimeSpan patience, CancellationToken ct)
    {
        if (!pages.Value.AreServed)
        {
            return null;
        }

        using var deadline = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
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
