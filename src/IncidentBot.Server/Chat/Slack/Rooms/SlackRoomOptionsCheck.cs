using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack.Rooms;

internal sealed class SlackRoomOptionsCheck : IValidateOptions<SlackRoomOptions>
{
    public ValidateOptionsResult Validate(string? name, SlackRoomOptions options)
    {
        string[] problems = [.. Problems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(SlackRoomOptions options)
    {
        if (options.ArchiveAfter < TimeSpan.Zero)
        {
            yield return "Slack:Rooms:ArchiveAfter is negative. Write how long after the close a room is archived, for example 01:00:00.";
        }

        foreach (var bookmark in options.Bookmarks)
        {
            if (string.IsNullOrWhiteSpace(bookmark.Title))
            {
                yield return "An entry of Slack:Rooms:Bookmarks has no Title. Give each a Title and a Url.";
            }
            else if (!Uri.TryCreate(bookmark.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            {
                yield return $"Slack:Rooms:Bookmarks has '{bookmark.Url}' for {bookmark.Title}. Write a whole address that begins with https://.";
            }
        }
    }
}
