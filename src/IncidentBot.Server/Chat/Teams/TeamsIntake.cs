using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Doors;
using IncidentBot.Messages;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Teams;
using Microsoft.Bot.Schema;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// Turns an activity into one durable inbox row within its turn; it is acknowledged when the turn is over. Nothing is sent
/// from here but that too many wait.
/// </summary>
internal sealed partial class TeamsIntake(
    Intake intake, TooMany tooMany, TeamsAddressBook book, TeamsDialogs dialogs, ILogger<TeamsIntake> logger) : TeamsActivityHandler
{
    private const string Received = "Received. The answer comes in a moment.";

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

        var typed = button ?? new ButtonData(TeamsTyped.Read(activity), Once: null);
        if (await TakeAsync(activity, sender, typed, cancellationToken) is (Taken.TooMany, var arrival))
        {
            await tooMany.TellAsync(arrival, cancellationToken);
        }
    }

    /// <summary>Not by the SDK's own methods for each: they refuse a value of another shape in words that Teams does not show.</summary>
    protected override async Task<InvokeResponse> OnInvokeActivityAsync(ITurnContext<IInvokeActivity> turnContext, CancellationToken cancellationToken)
    {
        var (activity, sender) = Read(turnContext);
        return activity.Name switch
        {
            "adaptiveCard/action" => await PressAsync(activity, sender, cancellationToken),
            "task/fetch" => await DialogAsync(
                activity,
                sender,
                await dialogs.OpenAsync(Carried.ByDialog(activity.Value), sender.Account, await ChannelAsync(sender, cancellationToken), cancellationToken),
                cancellationToken),
            "task/submit" => await DialogAsync(
                activity,
                sender,
                await dialogs.ReadAsync(Carried.ByDialog(activity.Value), sender.Account, await ChannelAsync(sender, cancellationToken), cancellationToken),
                cancellationToken),
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

        return PressReply.Say(await HearAsync(activity, sender, button, ct));
    }

    private async Task<InvokeResponse> DialogAsync(Activity activity, TeamsSender sender, DialogStep? step, CancellationToken ct)
    {
        switch (step)
        {
            case DialogStep.Show shown:
                return CreateInvokeResponse(shown.Dialog);

            case DialogStep.Type { Command: var command }:
                return CreateInvokeResponse(DialogReply.Say(await HearAsync(activity, sender, command, ct)));

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
            await intake.TakeAsync(await ArrivedAsync($"greet:{sender.Conversation}", sender, "/help", TeamsReaders.Everyone, ct), ct);
        }

        await RememberAsync(activity, sender, ct);
    }

    /// <returns>What the sender hears where Teams lets them hear something at once.</returns>
    private async Task<string> HearAsync(Activity activity, TeamsSender sender, ButtonData typed, CancellationToken ct) =>
        (await TakeAsync(activity, sender, typed, ct)).Taken switch
        {
            Taken.PressedBefore => Intake.ReceivedBefore,
            Taken.TooMany => tooMany.Text,
            _ => Received,
        };

    private async Task<(Taken Taken, Arrival Arrival)> TakeAsync(Activity activity, TeamsSender sender, ButtonData typed, CancellationToken ct)
    {
        await RememberAsync(activity, sender, ct);
        var arrival = await ArrivedAsync($"{sender.Conversation}:{sender.ActivityId}", sender, typed.Command, Readers(activity), ct) with { Once = typed.Once };
        return (await intake.TakeAsync(arrival, ct), arrival);
    }

    private async Task<Arrival> ArrivedAsync(string id, TeamsSender sender, string text, TeamsReaders readers, CancellationToken ct) =>
        new($"{sender.Tenant}:{id}", sender.Account, sender.Name, await ChannelAsync(sender, ct), text)
        {
            Ticket = new TeamsTicket(sender.ServiceUrl, sender.Conversation, sender.User, readers).Write(),
        };

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
