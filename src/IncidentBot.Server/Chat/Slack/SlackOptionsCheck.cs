using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack;

/// <summary>Stops the start on a half-configured Slack, and says what to do. No value of a secret appears in a message.</summary>
internal sealed class SlackOptionsCheck : IValidateOptions<SlackOptions>
{
    public ValidateOptionsResult Validate(string? name, SlackOptions options)
    {
        string[] problems = [.. Ways(options), .. Tokens(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Ways(SlackOptions options)
    {
        if (!options.TakesHttp && !options.TakesSocket)
        {
            yield return "Slack:SigningSecret is missing, and so is Slack:AppToken: nothing could come in. "
                + "Copy the one (for HTTP) or make the other (for Socket Mode) on the Slack app's Basic Information page, "
                + "or remove the bot token to run without Slack.";
        }

        if (options.TakesHttp && options.SigningSecret!.Length < 16)
        {
            yield return "Slack:SigningSecret is shorter than 16 characters, so it is not the one from the Slack app's Basic Information page.";
        }

        if (options.TakesSocket && !IsToken(options.AppToken!, "xapp-"))
        {
            yield return "Slack:AppToken does not look like an app-level token, which starts with xapp- and has no spaces. "
                + "Make one with the scope connections:write on the Slack app's Basic Information page.";
        }

        if (!Uri.TryCreate(options.ApiUrl, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            yield return "Slack:ApiUrl must be an https:// address (http:// only on this machine), because the bot's token is sent there.";
        }
    }

    private static IEnumerable<string> Tokens(SlackOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.BotToken) && options.Workspaces.Count == 0)
        {
            yield return "Slack:BotToken is missing. Copy the Bot User OAuth Token from the Slack app's OAuth & Permissions page, "
                + "or remove Slack:SigningSecret and Slack:AppToken to run without Slack.";
        }

        if (!string.IsNullOrWhiteSpace(options.BotToken) && !IsToken(options.BotToken, "xoxb-"))
        {
            yield return "Slack:BotToken does not look like a Bot User OAuth Token, which starts with xoxb- and has no spaces.";
        }

        foreach (var (workspace, own) in options.Workspaces)
        {
            if (!SlackId.Is(workspace) || workspace[0] is not ('T' or 'E'))
            {
                yield return $"Slack:Workspaces names '{workspace}', which is no workspace id: "
                    + "one starts with T (E for an organisation) and is the first id in the address of Slack's web page.";
            }

            if (own.BotToken is null || !IsToken(own.BotToken, "xoxb-"))
            {
                yield return $"Slack:Workspaces:{workspace}:BotToken must be the Bot User OAuth Token of that workspace, "
                    + "which starts with xoxb- and has no spaces.";
            }
        }
    }

    private static bool IsToken(string token, string start) =>
        token.StartsWith(start, StringComparison.Ordinal) && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
}
