using System.Globalization;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Chat.Slack.Views;

/// <summary>What concerns the holder of an account, drawn now.</summary>
internal delegate Task<IReadOnlyList<Card>> HomeFor(Account reader, CancellationToken ct);

/// <summary>The bot's home tab, drawn each time it is opened. Nothing depends on it: where Slack does not take it, the next opening draws it again.</summary>
internal sealed partial class SlackHome(HomeFor homeFor, SlackClient slack, WholeCards wholes, TimeProvider time, ILogger<SlackHome> logger)
{
    /// <summary>Slack wants to hear within three seconds that the event has arrived.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    public async Task PublishAsync(string workspace, string user, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            var cards = await homeFor(new Account(SlackPlatform.PlatformName, workspace, user), either.Token);
            var drawn = await Task.WhenAll(
                cards.Select(card => wholes.DrawAsync(card, (dated, whole) => BlockKit.Render(dated, whole), Deadline / 2, either.Token)));
            await slack.CallAsync(workspace, "views.publish", new PublishView(user, new HomeView([.. Blocks(drawn)])), either.Token);
        }
#pragma warning disable CA1031 // Whatever is in its way, the event has arrived and need not be sent again.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotPublished(e.GetType().Name, e is DeliveryException ? e.Message : "");
        }
    }

    private static IEnumerable<Block> Blocks(RenderedCard[] cards) => cards
        .SelectMany((card, index) => card.Blocks.Select(block => block is Block.Actions row
            ? row with { BlockId = string.Create(CultureInfo.InvariantCulture, $"card-{index}-{row.BlockId}") }
            : block))
        .Take(SlackLimits.BlocksPerView);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The home tab could not be drawn: {Kind} {Reason}")]
    private partial void LogNotPublished(string kind, string reason);
}
