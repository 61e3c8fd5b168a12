using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat;

/// <summary>Stops the start where a link would lead nowhere, or through the open.</summary>
internal sealed class PageOptionsCheck : IValidateOptions<PageOptions>
{
    /// <summary>With what follows it, a link that both platforms show in one piece.</summary>
    private const int LongestUrl = 200;

    /// <summary>In a chat; and an empty query or fragment.</summary>
    private const string EndsALink = " <>|\"`?#";

    public ValidateOptionsResult Validate(string? name, PageOptions options)
    {
        string[] problems = [.. Problems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>The line of a platform's doctor.</summary>
    public static IEnumerable<(bool IsWell, string Line)> Examine(IConfiguration configuration)
    {
        var options = configuration.Read<PageOptions>(PageOptions.Section);
        string[] problems = [.. Problems(options)];
        return problems.Length > 0 ? problems.Select(problem => (false, problem))
            : options.AreServed ? [(true, "A card that has to be cut links to the whole of it, "
                + $"under {options.CardOf("…").OriginalString}. The proxy has to lead /cards/ to the bot.")]
            : [(true, "A card that has to be cut says how much is missing and links to nothing: Pages:Url is not set.")];
    }

    private static IEnumerable<string> Problems(PageOptions options)
    {
        if (options.AreServed && !IsBase(options.Url.Trim()))
        {
            yield return $"Pages:Url must be an https:// address (http:// only on this machine) of at most {LongestUrl} characters, "
                + "without user, query or fragment, because what the bot says in the chat is read there. "
                + "Write for example https://incidentbot.your.org, or remove it to link to nothing.";
        }
    }

    private static bool IsBase(string address) =>
        address.Length <= LongestUrl
        && Uri.TryCreate(address, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url is { UserInfo: "", Query: "", Fragment: "" }
        && !address.Any(EndsALink.Contains);
}
