using IncidentBot.Chat.Slack.Wire;
using IncidentBot.People;

namespace IncidentBot.Chat.Slack;

/// <summary>The members of a user group (<c>S0614TZR7</c>). See https://docs.slack.dev/reference/methods/usergroups.users.list.</summary>
internal sealed class SlackGroupMembers(SlackClient slack) : IGroupMembers
{
    private const int MostPages = 50;

    public string Platform => SlackPlatform.PlatformName;

    public async Task<IReadOnlyCollection<string>> OfAsync(string workspace, string groupId, CancellationToken ct)
    {
        List<string> members = [];
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var reply = await AskAsync(workspace, new ListGroupUsers(groupId, cursor), ct);
            members.AddRange(reply.Read<IReadOnlyList<string>>("users") ?? throw new GroupUnreadableException($"Slack gave no users of {groupId}."));
            cursor = reply.ResponseMetadata?.NextCursor;
            if (string.IsNullOrEmpty(cursor))
            {
                return members;
            }
        }

        throw new GroupUnreadableException($"{groupId} has more than {MostPages} pages of members.");
    }

    private async Task<ApiReply> AskAsync(string workspace, ListGroupUsers arguments, CancellationToken ct)
    {
        try
        {
            return await slack.CallAsync(workspace, "usergroups.users.list", arguments, ct);
        }
        catch (DeliveryException e)
        {
            throw new GroupUnreadableException(e.Message, e);
        }
    }
}
