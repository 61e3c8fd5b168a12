using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Teams;

/// <summary>Turns a verified activity into one durable inbox row, and acknowledges it once the row is there.</summary>
internal sealed partial class TeamsIntake(IInbox inbox, TeamsAddressBook book, TeamsDialogs dialogs, IOptions<TeamsOptions> options, TimeProvider time, ILogger<TeamsIntake> logger)
{
    private const string Received = "Received. The answer comes in a moment.";
    private const string ReceivedBefore = "Already received: somebody has pressed this button before, and it counts once.";

    /// <summary>Teams waits longer; but what has not been stored by then is better refused while the person still looks.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public async Task<IResult> TakeAsync(Activity activity, CancellationToken ct)
    {
        if (activity is not { Type.Length: > 0, Id: { Length: > 0 } id, From.Id: { Length: > 0 } user, Conversation.Id: { Length: > 0 } conversation, ServiceUrl: { Length: > 0 } serviceUrl })
        {
            return Malformed("The activity lacks its type, id, from, conversation or serviceUrl.");
        }

        if (Tenant(activity) is not { } tenant)
        {
            LogOtherTenant(activity.ChannelData?.Tenant?.Id ?? activity.Conversation.TenantId);
            return TypedResults.Text("This bot does not serve that tenant.", statusCode: StatusCodes.Status403Forbidden);
        }

        if (ServiceUrls.Read(serviceUrl, options.Value) is null)
        {
            LogOtherService(serviceUrl);
            return TypedResults.Text("This bot does not answer to that service URL.", statusCode: StatusCodes.Status403Forbidden);
        }

        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            var from = new Account(TeamsPlatform.PlatformName, tenant, activity.From.AadObjectId is { Length: > 0 } directoryId ? directoryId.ToLowerInvariant() : user);
            return await SortAsync(activity, new Sender(id, from, user, activity.From.Name ?? from.UserId, tenant, conversation, serviceUrl), either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            LogTooSlow(id, Deadline);
            return TypedResults.Text("The request could not be stored in time. Nothing was done.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private async Task<IResult> SortAsync(Activity activity, Sender sender, CancellationToken ct) => (activity.Type, activity.Name) switch
    {
        ("message", _) => await MessageAsync(activity, sender, ct),
        ("invoke", "adaptiveCard/action") => await PressAsync(activity, sender, ct),
        ("invoke", "task/fetch") => await DialogAsync(activity, sender, await dialogs.OpenAsync(DialogValue.DataOf(activity.Value), await ChannelAsync(sender, ct), ct), ct),
        ("invoke", "task/submit") => await DialogAsync(activity, sender, await dialogs.ReadAsync(DialogValue.DataOf(activity.Value), await ChannelAsync(sender, ct), ct), ct),
        ("installationUpdate", _) when activity.Action is "add" or "add-upgrade" => await GreetAsync(activity, sender, ct),
        ("conversationUpdate", _) when activity.MembersAdded is { } added && added.Any(member => member.Id == activity.Recipient?.Id) => await GreetAsync(activity, sender, ct),
        ("invoke", _) => TypedResults.StatusCode(StatusCodes.Status501NotImplemented),
        _ => TypedResults.Ok(),
    };

    private async Task<IResult> MessageAsync(Activity activity, Sender sender, CancellationToken ct)
    {
        var button = ButtonData.Read(activity.Value);
        if (activity.Value is not null && button is null && string.IsNullOrWhiteSpace(activity.Text))
        {
            LogNotAButton(sender.ActivityId);
            return TypedResults.Ok();
        }

        // A mention alone asks what there is.
        var text = button?.Command ?? (TeamsTyped.Read(activity) is { Length: > 0 } typed ? typed : "/help");
        await TakeAsync(activity, sender, text, button?.Once, ct);
        return TypedResults.Ok();
    }

    private async Task<IResult> PressAsync(Activity activity, Sender sender, CancellationToken ct)
    {
        if (PressedAction.DataOf(activity.Value) is not { } data || ButtonData.Read(data) is not { } button)
        {
            LogNotAButton(sender.ActivityId);
            return InvokeReply.Refuse("BadRequest", "This button is not one of this bot's.");
        }

        var isNew = await TakeAsync(activity, sender, button.Command, button.Once, ct);
        return InvokeReply.Say(isNew || button.Once is null ? Received : ReceivedBefore);
    }

    private async Task<IResult> DialogAsync(Activity activity, Sender sender, DialogStep? step, CancellationToken ct)
    {
        switch (step)
        {
            case DialogStep.Show shown:
                return Reply(shown.Dialog);

            case DialogStep.Type { Command: var command }:
                var isNew = await TakeAsync(activity, sender, command.Command, command.Once, ct);
                return Reply(DialogReply.Say(isNew || command.Once is null ? Received : ReceivedBefore));

            default:
                LogNotAButton(sender.ActivityId);
                return Reply(DialogReply.Say("This is not one of this bot's buttons."));
        }
    }

    private static JsonHttpResult<DialogReply> Reply(DialogReply reply) => TypedResults.Json(reply, TeamsJson.Options);

    /// <summary>Once for each conversation, however often the app is updated or the activity repeated.</summary>
    private async Task<IResult> GreetAsync(Activity activity, Sender sender, CancellationToken ct)
    {
        if (await book.FindAsync(new ChannelRef(TeamsPlatform.PlatformName, sender.Tenant, sender.Conversation), ct) is null)
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
        return TypedResults.Ok();
    }

    /// <returns>False when it was received before.</returns>
    private async Task<bool> TakeAsync(Activity activity, Sender sender, string text, string? once, CancellationToken ct)
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

    private async Task RememberAsync(Activity activity, Sender sender, CancellationToken ct)
    {
        var channel = new ChannelRef(TeamsPlatform.PlatformName, sender.Tenant, sender.Conversation);
        var conversation = new TeamsConversation(sender.ServiceUrl, sender.Conversation, (await book.FindAsync(channel, ct))?.KnownAs);
        await book.RememberAsync(channel, conversation, ct);
        if (conversation.KnownAs is { } name)
        {
            await book.RememberAsync(channel with { ChannelId = name }, conversation with { KnownAs = null }, ct);
        }

        if (IsPersonal(activity))
        {
            await book.RememberAsync(TeamsAddressBook.PersonalChatOf(sender.Account), conversation, ct);
        }
        else if (TeamsThread.ChannelOf(sender.Conversation) is { } parent && parent != sender.Conversation)
        {
            // A thread that the bot begins in the channel later goes the way that this message came.
            await book.RememberAsync(channel with { ChannelId = parent }, new TeamsConversation(sender.ServiceUrl, parent), ct);
        }
    }

    private async Task<ChannelRef> ChannelAsync(Sender sender, CancellationToken ct)
    {
        var channel = new ChannelRef(TeamsPlatform.PlatformName, sender.Tenant, sender.Conversation);
        return await book.FindAsync(channel, ct) is { KnownAs: { } name } ? channel with { ChannelId = name } : channel;
    }

    private string? Tenant(Activity activity)
    {
        string[] named = [.. new[] { activity.ChannelData?.Tenant?.Id, activity.Conversation?.TenantId }.OfType<string>().Where(id => id.Length > 0)];
        return named.Length > 0 && named.All(options.Value.Serves) ? named[0].ToLowerInvariant() : null;
    }

    private static bool IsPersonal(Activity activity) => activity.Conversation?.ConversationType is "personal";

    private static TeamsReaders Readers(Activity activity) =>
        IsPersonal(activity) ? TeamsReaders.Everyone : activity.Recipient?.IsTargeted is true ? TeamsReaders.OnePersonThere : TeamsReaders.OnePerson;

    private ContentHttpResult Malformed(string what)
    {
        LogMalformed(what);
        return TypedResults.Text(what, statusCode: StatusCodes.Status400BadRequest);
    }

    private sealed record Sender(string ActivityId, Account Account, string User, string Name, string Tenant, string Conversation, string ServiceUrl);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Teams sent an activity that makes no sense: {What}")]
    private partial void LogMalformed(string what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused an activity from the tenant {Tenant}, which neither Teams:TenantId nor Teams:MoreTenants names")]
    private partial void LogOtherTenant(string? tenant);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused an activity with the service URL {ServiceUrl}: its host is not one of Teams:ServiceHosts")]
    private partial void LogOtherService(string serviceUrl);

    [LoggerMessage(Level = LogLevel.Information, Message = "Ignored the activity {Id}: it presses no button of this bot")]
    private partial void LogNotAButton(string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "The activity {Id} was not stored within {Deadline} and was not taken on")]
    private partial void LogTooSlow(string id, TimeSpan deadline);
}
