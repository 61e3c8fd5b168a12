using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Messages;
using IncidentBot.Storage;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Teams;
using Microsoft.Bot.Schema;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// Turns an activity into one durable inbox row within its turn; it is acknowledged when the turn is over. Nothing is sent
/// from here.
/// </summary>
internal sealed partial class TeamsIntake(IInbox inbox, TeamsAddressBook book, TeamsDialogs dialogs, TimeProvider time, ILogger<TeamsIntake> logger) : TeamsActivityHandler
{
    private const string Received = "Received. The answer comes in a moment.";
    private const string ReceivedBefore = "Already received: somebody has pressed this button before, and it counts once.";

    /// <summary>What else Teams tells is acknowledged and left alone: the SDK would read some of it, and fail where it cannot.</summary>
    public override Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default) =>
        turnContext.Activity.Type is ActivityTypes.Message or ActivityTypes.Invoke or ActivityTypes.InstallationUpdate or ActivityTypes.ConversationUpdate
            ? base.OnTurnAsync(turnContext, cancellationToken)
            : Task.CompletedTask;

    protected override async Task OnMessageActivityAsync(ITurnContext<IMessageActivity> turnContext, CancellationToken cancellationToken)
    {
        var (activity, sender) = Read(turnContext);
        var button = ButtonData.Read(Carried.ByMessage(activity.Value));
        if (activity.Value is not null && button is null && string.IsNullOrWhiteSpace(activity.Text))
        {
            LogNotAButton(sender.ActivityId);
            return;
        }

        // A mention alone asks what there is.
        var text = button?.Command ?? (TeamsTyped.Read(activity) is { Length: > 0 } typed ? typed : "/help");
        await TakeAsync(activity, sender, text, button?.Once, cancellationToken);
    }

    /// <summary>Not by the SDK's own methods for each: they refuse a value of another shape in words that Teams does not show.</summary>
    protected override async Task<InvokeResponse> OnInvokeActivityAsync(ITurnContext<IInvokeActivity> turnContext, CancellationToken cancellationToken)
    {
        var (activity, sender) = Read(turnContext);
        return activity.Name switch
        {
            "adaptiveCard/action" => await PressAsync(activity, sender, cancellationToken),
            "task/fetch" => await DialogAsync(
                activity, sender, await dialogs.OpenAsync(Carried.ByDialog(activity.Value), await ChannelAsync(sender, cancellationToken), cancellationToken), cancellationToken),
            "task/submit" => await DialogAsync(
                activity, sender, await dialogs.ReadAsync(Carried.ByDialog(activity.Value), await ChannelAsync(sender, cancellationToken), cancellationToken), cancellationToken),
            _ => new InvokeResponse { Status = StatusCodes.Status501NotImplemented },
        };
    }

    protected override Task OnInstallationUpdateAddAsync(ITurnContext<IInstallationUpdateActivity> turnContext, CancellationToken cancellationToken) =>
        GreetAsync(turnContext, cancellationToken);

    /// <summary>Not by the SDK's own method, which looks everybody up at the connector who was added.</summary>
    protected override async Task OnConversationUpdateActivityAsync(ITurnContext<IConversationUpdateActivity> turnContext, CancellationToken cancellationToken)
    {
        if (turnContext.Activity.MembersAdded is { } added && added.Any(member => member?.Id == turnContext.Activity.Recipient?.Id))
        {
            await GreetAsync(turnContext, cancellationToken);
        }
    }

    private async Task<InvokeResponse> PressAsync(Activity activity, TeamsSender sender, CancellationToken ct)
    {
        if (ButtonData.Read(Carried.ByAction(activity.Value)) is not { } button)
        {
            LogNotAButton(sender.ActivityId);
            return PressReply.Refuse("BadRequest", "This button is not one of this bot's.");
        }

        var isNew = await TakeAsync(activity, sender, button.Command, button.Once, ct);
        return PressReply.Say(isNew || button.Once is null ? Received : ReceivedBefore);
    }

    private async Task<InvokeResponse> DialogAsync(Activity activity, TeamsSender sender, DialogStep? step, CancellationToken ct)
    {
        switch (step)
        {
            case DialogStep.Show shown:
                return CreateInvokeResponse(shown.Dialog);

            case DialogStep.Type { Command: var command }:
                var isNew = await TakeAsync(activity, sender, command.Command, command.Once, ct);
                return CreateInvokeResponse(DialogReply.Say(isNew || command.Once is null ? Received : ReceivedBefore));

            default:
                LogNotAButton(sender.ActivityId);
                return CreateInvokeResponse(DialogReply.Say("This is not one of this bot's buttons."));
        }
    }

    /// <summary>Once for each conversation, however often the app is updated or the activity repeated.</summary>
    private async Task GreetAsync(ITurnContext turn, CancellationToken ct)
    {
        var (activity, sender) = Read(turn);
        if (await book.FindAsync(sender.Channel, ct) is null)
        {
            await inbox.AddAsync(
                new InboxMessage(
                    $"teams:{sender.Tenant}:greet:{sender.Conversation}",
                    sender.Account,
                    sender.Name,
                    await ChannelAsync(sender, ct),
                    "/help",
                    new TeamsTicket(sender.ServiceUrl, sender.Conversation, sender.User, TeamsReaders.Everyone).Write(),
                    time.GetUtcNow()),
                ct);
        }

        await RememberAsync(activity, sender, ct);
    }

    /// <returns>False when it was received before.</returns>
    private async Task<bool> TakeAsync(Activity activity, TeamsSender sender, string text, string? once, CancellationToken ct)
    {
        await RememberAsync(activity, sender, ct);
        return await inbox.AddAsync(
            new InboxMessage(
                once is null ? $"teams:{sender.Tenant}:{sender.Conversation}:{sender.ActivityId}" : $"once:{once}",
                sender.Account,
                sender.Name,
                await ChannelAsync(sender, ct),
                text,
                new TeamsTicket(sender.ServiceUrl, sender.Conversation, sender.User, Readers(activity)).Write(),
                time.GetUtcNow()),
            ct);
    }

    private async Task RememberAsync(Activity activity, TeamsSender sender, CancellationToken ct)
    {
        var conversation = new TeamsConversation(sender.ServiceUrl, sender.Conversation, (await book.FindAsync(sender.Channel, ct))?.KnownAs);
        await book.RememberAsync(sender.Channel, conversation, ct);
        if (conversation.KnownAs is { } name)
        {
            await book.RememberAsync(sender.Channel with { ChannelId = name }, conversation with { KnownAs = null }, ct);
        }

        if (IsPersonal(activity))
        {
            await book.RememberAsync(TeamsAddressBook.PersonalChatOf(sender.Account), conversation, ct);
        }
        else if (TeamsThread.ChannelOf(sender.Conversation) is { } parent && parent != sender.Conversation)
        {
            // A thread that the bot begins in the channel later goes the way that this message came.
            await book.RememberAsync(sender.Channel with { ChannelId = parent }, new TeamsConversation(sender.ServiceUrl, parent), ct);
        }
    }

    private async Task<ChannelRef> ChannelAsync(TeamsSender sender, CancellationToken ct) =>
        await book.FindAsync(sender.Channel, ct) is { KnownAs: { } name } ? sender.Channel with { ChannelId = name } : sender.Channel;

    private static (Activity Activity, TeamsSender Sender) Read(ITurnContext turn) => (turn.Activity, turn.TurnState.Get<TeamsSender>());

    private static bool IsPersonal(Activity activity) => activity.Conversation.ConversationType is "personal";

    private static TeamsReaders Readers(Activity activity) =>
        IsPersonal(activity) ? TeamsReaders.Everyone : IsTargeted(activity) ? TeamsReaders.OnePersonThere : TeamsReaders.OnePerson;

    /// <summary>Of the recipient, when the message was shown to nobody else; the SDK has no property for it.</summary>
    private static bool IsTargeted(Activity activity) => activity.Recipient?.Properties["isTargeted"] is Newtonsoft.Json.Linq.JValue { Value: true };

    [LoggerMessage(Level = LogLevel.Information, Message = "Ignored the activity {Id}: it presses no button of this bot")]
    private partial void LogNotAButton(string id);
}
