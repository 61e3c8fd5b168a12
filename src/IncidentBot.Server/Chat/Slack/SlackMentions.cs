using IncidentBot.People;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Reads <c>&lt;@U2CERLKJA&gt;</c> and <c>&lt;@U2CERLKJA|name&gt;</c>. See
/// https://docs.slack.dev/messaging/formatting-message-text#mentioning-users.
/// </summary>
internal sealed class SlackMentions : IMentions
{
    public string Platform => SlackPlatform.PlatformName;

    public Mention? Read(string word, Account asker)
    {
        if (!word.StartsWith("<@", StringComparison.Ordinal) || !word.EndsWith('>'))
        {
            return null;
        }

        var parts = word[2..^1].Split('|', 2);
        return new Mention(asker with { UserId = parts[0] }, parts is [_, { Length: > 0 } name] ? name : null);
    }
}
