using System.Text.Json;
using IncidentBot.Chat.Slack.Views;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Doors;
using IncidentBot.Messages;
using IncidentBot.People;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace IncidentBot.Chat.Slack;

/// <summary>Turns a verified request into one durable inbox row, and acknowledges it once the row is there.</summary>
internal sealed partial class SlackIntake(
    Intake intake, TooMany tooMany, SlackForms forms, SlackClient slack, IOptions<SlackOptions> options, ILogger<SlackIntake> logger)
{
    /// <summary>Slack gives up after three seconds and tells the person so; what they were told failed should not be taken on later.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2.5);

    public async Task<SlackAck> CommandAsync(IReadOnlyDictionary<string, StringValues> form, CancellationToken ct)
    {
        if (form.ContainsKey("ssl_check"))
        {
            return SlackAck.Nothing;
        }

        if (!SlashCommand.TryRead(form, out var command))
        {
            return Malformed("The form lacks team_id, channel_id, user_id, command or trigger_id.");
        }

        if (!options.Value.Serves(command.TeamId))
        {
            LogOtherTeam(command.TeamId);
            return SlackAck.Tell(NotServed(command.TeamId));
        }

        var typed = SlackTyped.Command(command.Command, command.Text);
        var account = new Account(SlackPlatform.PlatformName, command.TeamId, command.UserId);
        var arrival = new Arrival(
            $"{command.TeamId}:{command.TriggerId}",
            account,
            command.UserName,
            new ChannelRef(SlackPlatform.PlatformName, command.TeamId, command.ChannelId),
            typed)
        {
            Ticket = Ticket(command.ResponseUrl),
        };
        var origin = new FormOrigin(command.ChannelId, arrival.Ticket);

        // A form that could not be opened: the command as it was typed gets an answer that says what it lacks.
        return await InTimeAsync(
            account,
            async token => await forms.TryOpenAsync(command.TeamId, account, typed, pressed: false, command.TriggerId, origin, token) is FormOpening.Opened
                ? SlackAck.Nothing
                : await intake.TakeAsync(arrival, token) is Taken.TooMany
                ? SlackAck.Tell(tooMany.Text)
                : SlackAck.Nothing,
            ct);
    }

    public async Task<SlackAck> InteractionAsync(IReadOnlyDictionary<string, StringValues> form, CancellationToken ct)
    {
        if (Parse(form) is not { Type: { Length: > 0 } type } interaction)
        {
            return Malformed("The form's payload is not a Slack interaction.");
        }

        if (type == Interaction.ViewSubmission)
        {
            return await SubmissionAsync(interaction, ct);
        }

        if (type == Interaction.MessageAction)
        {
            return await ShortcutAsync(interaction, ct);
        }

        if (type != Interaction.BlockActions)
        {
            LogUnknown(type);
            return SlackAck.Nothing;
        }

        if (SlackSender.Of(interaction) is not { } sender
            || interaction is not { TriggerId: { } trigger, Actions: { Count: > 0 } actions }
            || !SlackId.IsTrigger(trigger))
        {
            return Malformed("The payload lacks its user, team, trigger_id or actions.");
        }

        // The home tab is in no channel: its answers go to the person.
        if ((interaction.Channel?.Id ?? (interaction.View is null ? null : sender.User)) is not { } channel
            || !SlackId.Is(channel)
            || ButtonValue.Read(actions.FirstOrDefault(action => action?.Type == "button")?.Value) is not { } button)
        {
            LogNotAButton(sender.Team, trigger);
            return SlackAck.Nothing;
        }

        if (!await IsServedAsync(sender, interaction, ct))
        {
            return SlackAck.Nothing;
        }

        var pressed = Arrived(sender, trigger, channel, button.Command, interaction.ResponseUrl) with { Once = button.Once };
        return await InTimeAsync(sender.Account, token => PressAsync(pressed, sender, trigger, button, interaction.ResponseUrl, token), ct);
    }

    private async Task<SlackAck> PressAsync(
        Arrival pressed, SlackSender sender, string trigger, ButtonValue button, string? responseUrl, CancellationToken ct)
    {
        var origin = new FormOrigin(pressed.Channel.ChannelId, pressed.Ticket);
        switch (button.Form is true
            ? await forms.TryOpenAsync(sender.Team, sender.Account, button.Command, pressed: true, trigger, origin, ct)
            : FormOpening.NotNeeded)
        {
            case FormOpening.Opened:
                return SlackAck.Nothing;

            case FormOpening.Failed:
                // Not taken on: what the form would have shown has not been read.
                await TellAsync(responseUrl, $"Slack did not open the form in time. Press again, or type {button.Command}", ct);
                return SlackAck.Nothing;

            default:
                return await StoreAsync(pressed, ct);
        }
    }

    private async Task<SlackAck> ShortcutAsync(Interaction interaction, CancellationToken ct)
    {
        if (AddToTimeline.Command(interaction) is not { } command)
        {
            LogUnknown(Interaction.MessageAction);
            return SlackAck.Nothing;
        }

        if (SlackSender.Of(interaction) is not { } sender
            || interaction is not { TriggerId: { } trigger, Channel.Id: { } channel }
            || !SlackId.Is(channel)
            || !SlackId.IsTrigger(trigger))
        {
            return Malformed("The payload lacks its user, team, channel or trigger_id.");
        }

        return await IsServedAsync(sender, interaction, ct)
            ? await TakeAsync(Arrived(sender, trigger, channel, command, interaction.ResponseUrl), ct)
            : SlackAck.Nothing;
    }

    private async Task<SlackAck> SubmissionAsync(Interaction interaction, CancellationToken ct)
    {
        if (SlackSubmission.Read(interaction.View) is not var (origin, reading))
        {
            LogUnknown(Interaction.ViewSubmission);
            return SlackAck.Nothing;
        }

        if (SlackSender.Of(interaction) is not { } sender || interaction is not { View.Id: { } view } || !SlackId.Is(view) || !SlackId.Is(origin.Channel))
        {
            return Malformed("The payload lacks its user, team or view.");
        }

        if (!await IsServedAsync(sender, interaction, ct))
        {
            return SlackAck.Nothing;
        }

        return reading switch
        {
            FormReading.Lacking lacking => new SlackAck.Done(new SubmissionErrors(lacking.Fields)),
            FormReading.Complete complete => await TakeAsync(Arrived(sender, view, origin.Channel, complete.Command, origin.Ticket), ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Arrival Arrived(SlackSender sender, string id, string channel, string command, string? responseUrl) =>
        new($"{sender.Team}:{id}", sender.Account, sender.Name, sender.Channel(channel), command) { Ticket = Ticket(responseUrl) };

    private async Task<bool> IsServedAsync(SlackSender sender, Interaction interaction, CancellationToken ct)
    {
        if (options.Value.Serves(sender.Team) && options.Value.Knows(sender.Home))
        {
            return true;
        }

        LogOtherTeam(sender.Home);
        await TellAsync(interaction.ResponseUrl, NotServed(sender.Home), ct);
        return false;
    }

    private static string NotServed(string workspace) =>
        $"This bot does not serve the workspace {workspace}. Whoever runs it can add it to Slack:Teams or Slack:Workspaces.";

    /// <summary>A press is acknowledged without words, so these take the other way; where that fails too there is the button still.</summary>
    private async Task TellAsync(string? responseUrl, string text, CancellationToken ct)
    {
        try
        {
            if (SlackTicket.Read(responseUrl, options.Value) is { } url)
            {
                await slack.RespondAsync(url, new ResponseMessage(SlackCut.Short(SlackText.Escaped(text), SlackLimits.SectionText)), ct);
            }
        }
        catch (DeliveryException e)
        {
            LogNotTold(e.Message);
        }
    }

    internal Task<SlackAck> TakeAsync(Arrival arrival, CancellationToken ct) => InTimeAsync(arrival.From, token => StoreAsync(arrival, token), ct);

    /// <summary>Whatever comes before the acknowledgement, a form that is looked for and the insert: Slack waits three seconds for all of it.</summary>
    private Task<SlackAck> InTimeAsync(Account from, Func<CancellationToken, Task<SlackAck>> work, CancellationToken ct) => intake.WithinAsync(
        Deadline,
        work,
        reason =>
        {
            LogNotStored(from, reason);
            return new SlackAck.NotStored();
        },
        ct);

    /// <summary>Acknowledged without words; what there is to say goes another way.</summary>
    private async Task<SlackAck> StoreAsync(Arrival arrival, CancellationToken ct)
    {
        switch (await intake.TakeAsync(arrival, ct))
        {
            case Taken.PressedBefore:
                await TellAsync(arrival.Ticket, Intake.ReceivedBefore, ct);
                break;

            case Taken.TooMany:
                await tooMany.TellAsync(arrival, ct);
                break;
        }

        return SlackAck.Nothing;
    }

    private string? Ticket(string? responseUrl) => SlackTicket.Read(responseUrl, options.Value) is null ? null : responseUrl;

    private static Interaction? Parse(IReadOnlyDictionary<string, StringValues> form)
    {
        try
        {
            return form.TryGetValue("payload", out var payload) && payload is [{ } json]
                ? JsonSerializer.Deserialize<Interaction>(json, SlackJson.Options)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private SlackAck.Malformed Malformed(string what)
    {
        LogMalformed(what);
        return new SlackAck.Malformed(what);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack signed a request that makes no sense: {What}")]
    private partial void LogMalformed(string what);

    [LoggerMessage(Level = LogLevel.Information, Message = "Ignored a Slack interaction of the type {Type}")]
    private partial void LogUnknown(string type);

    [LoggerMessage(Level = LogLevel.Information, Message = "Ignored a Slack interaction that presses no button of this bot in a channel: {Team} {Trigger}")]
    private partial void LogNotAButton(string team, string trigger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused a request from the workspace {Team}, which is not served")]
    private partial void LogOtherTeam(string team);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A person could not be told what became of a press: {Reason}")]
    private partial void LogNotTold(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request of {From} was not taken on: {Reason}")]
    private partial void LogNotStored(Account from, string reason);
}
