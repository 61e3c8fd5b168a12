using System.Text.Json;
using IncidentBot.Chat.Slack.Views;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace IncidentBot.Chat.Slack;

/// <summary>Turns a verified request into one durable inbox row, and acknowledges it once the row is there.</summary>
internal sealed partial class SlackIntake(IInbox inbox, SlackForms forms, SlackClient slack, IOptions<SlackOptions> options, TimeProvider time, ILogger<SlackIntake> logger)
{
    /// <summary>Slack gives up after three seconds and tells the person so; what they were told failed should not be taken on later.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2.5);

    public async Task<IResult> CommandAsync(IReadOnlyDictionary<string, StringValues> form, CancellationToken ct)
    {
        if (form.ContainsKey("ssl_check"))
        {
            return TypedResults.Ok();
        }

        if (!SlashCommand.TryRead(form, out var command))
        {
            return Malformed("The form lacks team_id, channel_id, user_id, command or trigger_id.");
        }

        if (!options.Value.Serves(command.TeamId))
        {
            LogOtherTeam(command.TeamId);
            return Tell($"This bot does not serve the workspace {command.TeamId}. Whoever runs it can add it to Slack:Teams.");
        }

        var typed = $"{command.Command} {SlackTyped.Read(command.Text)}".Trim();
        var opening = await forms.TryOpenAsync(typed, pressed: false, command.TriggerId, new FormOrigin(command.ChannelId, Ticket(command.ResponseUrl)), ct);
        if (opening is FormOpening.Opened)
        {
            return TypedResults.Ok();
        }

        // A form that could not be opened: the command as it was typed gets an answer that says what it lacks.
        return await TakeAsync(
            new InboxMessage(
                $"slack:{command.TeamId}:{command.TriggerId}",
                new Account(SlackPlatform.PlatformName, command.TeamId, command.UserId),
                command.UserName,
                new ChannelRef(SlackPlatform.PlatformName, command.TeamId, command.ChannelId),
                typed,
                Ticket(command.ResponseUrl),
                time.GetUtcNow()),
            received: TypedResults.Ok(),
            again: TypedResults.Ok(),
            ct);
    }

    public async Task<IResult> InteractionAsync(IReadOnlyDictionary<string, StringValues> form, CancellationToken ct)
    {
        if (Parse(form) is not { Type: { Length: > 0 } type } interaction)
        {
            return Malformed("The form's payload is not a Slack interaction.");
        }

        if (type == Interaction.ViewSubmission)
        {
            return await SubmissionAsync(interaction, ct);
        }

        if (type != Interaction.BlockActions)
        {
            LogUnknown(type);
            return TypedResults.Ok();
        }

        if (interaction is not { User.Id: { Length: > 0 } user, TriggerId: { Length: > 0 } trigger, Actions: { Count: > 0 } actions }
            || (interaction.Team?.Id ?? interaction.User.TeamId) is not { Length: > 0 } team)
        {
            return Malformed("The payload lacks its user, team, trigger_id or actions.");
        }

        if (interaction.Channel?.Id is not { Length: > 0 } channel || ButtonValue.Read(actions.FirstOrDefault(action => action.Type == "button")?.Value) is not { } button)
        {
            LogNotAButton(team, trigger);
            return TypedResults.Ok();
        }

        // In a channel shared between organisations the person may belong to another workspace, and user ids are unique
        // only within one: theirs names them.
        var home = interaction.User.TeamId is { Length: > 0 } own ? own : team;
        if (!options.Value.Serves(team) || !options.Value.Serves(home))
        {
            LogOtherTeam(home);
            return Tell($"This bot does not serve the workspace {home}. Whoever runs it can add it to Slack:Teams.");
        }

        if (button.Form is true)
        {
            var opening = await forms.TryOpenAsync(button.Command, pressed: true, trigger, new FormOrigin(channel, Ticket(interaction.ResponseUrl)), ct);
            if (opening is FormOpening.Opened)
            {
                return TypedResults.Ok();
            }

            if (opening is FormOpening.Failed)
            {
                // Not taken on: what the form would have shown has not been read.
                await TellAsync(interaction.ResponseUrl, $"Slack did not open the form in time. Press again, or type {button.Command}", ct);
                return TypedResults.Ok();
            }
        }

        return await TakeAsync(
            new InboxMessage(
                button.Once is { } once ? $"once:{once}" : $"slack:{team}:{trigger}",
                new Account(SlackPlatform.PlatformName, home, user),
                interaction.User.Username ?? interaction.User.Name ?? user,
                new ChannelRef(SlackPlatform.PlatformName, team, channel),
                button.Command,
                Ticket(interaction.ResponseUrl),
                time.GetUtcNow()),
            received: TypedResults.Ok(),
            again: button.Once is null ? TypedResults.Ok() : Tell("Already received: somebody has pressed this button before, and it counts once."),
            ct);
    }

    private async Task<IResult> SubmissionAsync(Interaction interaction, CancellationToken ct)
    {
        if (SlackSubmission.Read(interaction.View) is not var (origin, reading))
        {
            LogUnknown($"{Interaction.ViewSubmission} of a view that is not this bot's");
            return TypedResults.Ok();
        }

        if (interaction is not { User.Id: { Length: > 0 } user, View.Id: { Length: > 0 } view } || (interaction.Team?.Id ?? interaction.User.TeamId) is not { Length: > 0 } team)
        {
            return Malformed("The payload lacks its user, team or view.");
        }

        var home = interaction.User.TeamId is { Length: > 0 } own ? own : team;
        if (!options.Value.Serves(team) || !options.Value.Serves(home))
        {
            LogOtherTeam(home);
            return TypedResults.Ok();
        }

        return reading switch
        {
            FormReading.Lacking lacking => TypedResults.Json(new SubmissionErrors(lacking.Fields), SlackJson.Options),
            FormReading.Complete complete => await TakeAsync(
                new InboxMessage(
                    $"slack:{team}:{view}",
                    new Account(SlackPlatform.PlatformName, home, user),
                    interaction.User.Username ?? interaction.User.Name ?? user,
                    new ChannelRef(SlackPlatform.PlatformName, team, origin.Channel),
                    complete.Command,
                    Ticket(origin.Ticket),
                    time.GetUtcNow()),
                received: TypedResults.Ok(),
                again: TypedResults.Ok(),
                ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

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

    private async Task<IResult> TakeAsync(InboxMessage message, IResult received, IResult again, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            return await inbox.AddAsync(message, either.Token) ? received : again;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            LogTooSlow(message.From, Deadline);
            return TypedResults.Text("The request could not be stored in time. Nothing was done.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private string? Ticket(string? responseUrl) => SlackTicket.Read(responseUrl, options.Value) is null ? null : responseUrl;

    private static Interaction? Parse(IReadOnlyDictionary<string, StringValues> form)
    {
        try
        {
            return form.TryGetValue("payload", out var payload) && payload is [{ } json] ? JsonSerializer.Deserialize<Interaction>(json, SlackJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonHttpResult<ResponseMessage> Tell(string text) => TypedResults.Json(new ResponseMessage(text), SlackJson.Options);

    private ContentHttpResult Malformed(string what)
    {
        LogMalformed(what);
        return TypedResults.Text(what, statusCode: StatusCodes.Status400BadRequest);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack signed a request that makes no sense: {What}")]
    private partial void LogMalformed(string what);

    [LoggerMessage(Level = LogLevel.Information, Message = "Ignored a Slack interaction of the type {Type}")]
    private partial void LogUnknown(string type);

    [LoggerMessage(Level = LogLevel.Information, Message = "Ignored a Slack interaction that presses no button of this bot in a channel: {Team} {Trigger}")]
    private partial void LogNotAButton(string team, string trigger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused a request from the workspace {Team}, which Slack:Teams does not name")]
    private partial void LogOtherTeam(string team);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A person could not be told that a form did not open: {Reason}")]
    private partial void LogNotTold(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request of {From} was not stored within {Deadline} and was not taken on")]
    private partial void LogTooSlow(Account from, TimeSpan deadline);
}
