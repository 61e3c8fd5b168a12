using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Doors;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Chat.Slack.Views;

/// <summary>
/// Opens the form of a command while the request is being acknowledged: the trigger that Slack gives for it lives three
/// seconds, and opening a form changes nothing, so it need not wait its turn in the inbox.
/// </summary>
internal sealed partial class SlackForms(Intake intake, SlackClient slack, WholeCards wholes, TimeProvider time, ILogger<SlackForms> logger)
{
    /// <summary>What is left of the three seconds is for storing the request where this fails.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    /// <summary>A form without a link is better than none.</summary>
    private static readonly TimeSpan ForKeeping = Deadline / 2;

    public async Task<FormOpening> TryOpenAsync(
        string workspace, Account by, string command, bool pressed, string trigger, FormOrigin origin, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            var channel = new ChannelRef(SlackPlatform.PlatformName, workspace, origin.Channel);
            if (await intake.FormAsync(command, by, channel, pressed, either.Token) is not { } form)
            {
                return FormOpening.NotNeeded;
            }

            await slack.CallAsync(
                workspace,
                "views.open",
                new OpenView(trigger, FormView.Render(form, await AboutAsync(form.About, either.Token), origin)),
                either.Token);
            return FormOpening.Opened;
        }
#pragma warning disable CA1031 // A form is a convenience: whatever is in its way, the command itself is still there.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotOpened(e.GetType().Name, e is DeliveryException ? e.Message : "");
            return FormOpening.Failed;
        }
    }

    private async Task<IReadOnlyList<Block>> AboutAsync(Card? card, CancellationToken ct) =>
        card is null ? [] : (await wholes.DrawAsync(card, (dated, whole) => BlockKit.Render(dated, whole), ForKeeping, ct)).Blocks;

    [LoggerMessage(Level = LogLevel.Warning, Message = "A form could not be opened: {Kind} {Reason}")]
    private partial void LogNotOpened(string kind, string reason);
}

internal enum FormOpening
{
    NotNeeded,
    Opened,
    Failed,
}
