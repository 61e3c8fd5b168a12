using System.Text.RegularExpressions;
using IncidentBot.Chat.Slack.Views;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Doors;
using IncidentBot.Messages;
using IncidentBot.People;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// What the Events API tells. Slack sends an event up to four times, so its <c>event_id</c> is the key of the inbox row;
/// the retry headers say nothing that the key does not.
/// </summary>
internal sealed partial class SlackEvents(SlackIntake intake, SlackHome home, IOptions<SlackOptions> options, ILogger<SlackEvents> logger)
{
    public async Task<SlackAck> ReceiveAsync(ReadOnlyMemory<byte> json, CancellationToken ct)
    {
        var callback = EventCallback.TryRead(json.Span);
        switch (callback?.Type)
        {
            case EventCallback.UrlVerification when callback.Challenge is { Length: > 0 } challenge:
                return new SlackAck.Done(new { challenge });

            case EventCallback.RateLimited:
                LogRateLimited(callback.TeamId);
                return SlackAck.Nothing;

            case EventCallback.EventOccurred
                when SlackId.Is(callback.TeamId) && SlackId.Is(callback.EventId) && callback.Event is { Type.Length: > 0 } happened:
                return await OccurredAsync(callback, happened, ct);

            default:
                LogMalformed();
                return new SlackAck.Malformed("The body is not an event of Slack's Events API.");
        }
    }

    private async Task<SlackAck> OccurredAsync(EventCallback callback, SlackEvent happened, CancellationToken ct)
    {
        if (!options.Value.Serves(callback.TeamId!))
        {
            LogOtherTeam(callback.TeamId!);
            return SlackAck.Nothing;
        }

        // Bots give no commands, least of all this one: an answer that mentions it would be a command again.
        var isOwn = happened.BotId is not null || callback.Authorizations?.Any(bot => bot?.UserId is { } id && id == happened.User) == true;
        if (!isOwn && happened is { Type: SlackEvent.AppHomeOpened } && SlackId.Is(happened.User))
        {
            await home.PublishAsync(callback.TeamId!, happened.User, ct);
            return SlackAck.Nothing;
        }

        if (isOwn || Read(callback, happened) is not { } arrival)
        {
            LogIgnored(happened.Type!, callback.EventId!);
            return SlackAck.Nothing;
        }

        return await intake.TakeAsync(arrival, ct);
    }

    /// <summary>What each event asks for; null for one that asks for nothing.</summary>
    private Arrival? Read(EventCallback callback, SlackEvent happened) => happened.Type switch
    {
        SlackEvent.AppMention => Mention(callback, happened),
        _ => null,
    };

    /// <summary>
    /// What follows the mention, or comes before it where nothing does, is a command, typed in that channel. Without a
    /// response_url the answer goes there by itself, seen by the person alone.
    /// </summary>
    private Arrival? Mention(EventCallback callback, SlackEvent mention)
    {
        // A message that was edited mentions the bot again, and nobody expects a command to run twice for a corrected letter.
        if (!mention.IsTyped || mention.Edited is not null || !SlackId.Is(mention.User) || !SlackId.Is(mention.Channel))
        {
            return null;
        }

        var home = SlackId.Is(mention.UserTeam) ? mention.UserTeam : callback.TeamId!;
        return options.Value.Knows(home)
            ? new Arrival(
                $"{callback.TeamId}:{callback.EventId}",
                new Account(SlackPlatform.PlatformName, home, mention.User),
                mention.User,
                new ChannelRef(SlackPlatform.PlatformName, callback.TeamId!, mention.Channel),
                Command(mention.Text ?? "", callback.Authorizations is [{ } first, ..] ? first.UserId : null))
            : null;
    }

    /// <param name="bot">The bot's own user id; the first mention counts where it is not known.</param>
    private static string Command(string text, string? bot)
    {
        var mention = MentionOf().Matches(text).FirstOrDefault(match => bot is null || match.Groups[1].Value == bot);
        return mention is null ? SlackTyped.Said("", text) : SlackTyped.Said(text[..mention.Index], text[(mention.Index + mention.Length)..]);
    }

    [GeneratedRegex(@"<@([A-Z0-9]+)(?:\|[^<>]*)?>", RegexOptions.NonBacktracking)]
    private static partial Regex MentionOf();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack signed an event that makes no sense")]
    private partial void LogMalformed();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack holds events of the workspace {Team} back: there were too many within an hour")]
    private partial void LogRateLimited(string? team);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Nothing to do about the Slack event {Type} {Id}")]
    private partial void LogIgnored(string type, string id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused an event of the workspace {Team}, which is not served")]
    private partial void LogOtherTeam(string team);
}
