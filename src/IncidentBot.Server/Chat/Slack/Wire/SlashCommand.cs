using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Primitives;

namespace IncidentBot.Chat.Slack.Wire;

/// <summary>See https://docs.slack.dev/interactivity/implementing-slash-commands.</summary>
internal sealed record SlashCommand(
    string TeamId,
    string ChannelId,
    string UserId,
    string UserName,
    string Command,
    string Text,
    string TriggerId,
    string? ResponseUrl)
{
    public static bool TryRead(IReadOnlyDictionary<string, StringValues> form, [NotNullWhen(true)] out SlashCommand? command)
    {
        command = null;
        if (Field("team_id") is not { } team
            || Field("channel_id") is not { } channel
            || Field("user_id") is not { } user
            || Field("command") is not { } name
            || Field("trigger_id") is not { } trigger)
        {
            return false;
        }

        if (!SlackId.Is(team) || !SlackId.Is(channel) || !SlackId.Is(user) || !SlackId.IsTrigger(trigger))
        {
            return false;
        }

        command = new SlashCommand(team, channel, user, Field("user_name") ?? user, name, Field("text") ?? "", trigger, Field("response_url"));
        return true;

        string? Field(string key) => form.TryGetValue(key, out var values) && values.Count == 1 && !string.IsNullOrWhiteSpace(values[0]) ? values[0] : null;
    }
}
