using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack;

/// <summary>Stops the start on a half-configured Slack, and says what to do. No value of a secret appears in a message.</summary>
internal sealed class SlackOptionsCheck : IValidateOptions<SlackOptions>
{
    public ValidateOptionsResult Validate(string? name, SlackOptions options)
    {
        string[] problems = [.. Problems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(SlackOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.SigningSecret))
        {
            yield return "Slack:SigningSecret is missing. Copy it from the Slack app's Basic Information page, or remove Slack:BotToken to run without Slack.";
        }
        else if (options.SigningSecret.Length < 16)
        {
            yield return "Slack:SigningSecret is shorter than 16 characters, so it is not the one from the Slack app's Basic Information page.";
        }

        if (string.IsNullOrWhiteSpace(options.BotToken))
        {
            yield return "Slack:BotToken is missing. Copy the Bot User OAuth Token from the Slack app's OAuth & Permissions page, or remove Slack:SigningSecret to run without Slack.";
        }
        else if (!options.BotToken.StartsWith("xoxb-", StringComparison.Ordinal) || !options.BotToken.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
        {
            yield return "Slack:BotToken does not look like a Bot User OAuth Token, which starts with xoxb- and has no spaces.";
        }

        if (!Uri.TryCreate(options.ApiUrl, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            yield return "Slack:ApiUrl must be an https:// address (http:// only on this machine), because the bot's token is sent there.";
        }
    }
}
