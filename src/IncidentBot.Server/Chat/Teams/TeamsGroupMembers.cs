using IncidentBot.Messages;
using IncidentBot.People;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Teams;

/// <summary>The members of a team that has the app, by the team's id (<c>19:…@thread.tacv2</c>).</summary>
internal sealed class TeamsGroupMembers(TeamsConnector connector, TeamsAddressBook book, IOptions<TeamsOptions> options) : IGroupMembers
{
    private const int MostPages = 50;

    public string Platform => TeamsPlatform.PlatformName;

    public async Task<IReadOnlyCollection<string>> OfAsync(string workspace, string groupId, CancellationToken ct)
    {
        try
        {
            var team = await book.FindAsync(new ChannelRef(TeamsPlatform.PlatformName, workspace, groupId), ct)
                ?? new TeamsConversation(options.Value.ServiceUrl, groupId);
            List<string> members = [];
            string? next = null;
            for (var page = 0; page < MostPages; page++)
            {
                var found = await connector.MembersAsync(team, next, ct);

                // By the id in the directory alone: the other one names the same person once more.
                members.AddRange(found.Members.Select(member => member?.AadObjectId).OfType<string>().Select(id => id.ToLowerInvariant()));
                next = found.ContinuationToken;
                if (string.IsNullOrEmpty(next))
                {
                    return members;
                }
            }

            throw new GroupUnreadableException($"{groupId} has more than {MostPages} pages of members.");
        }
        catch (DeliveryException e)
        {
            throw new GroupUnreadableException(e.Message, e);
        }
    }
}
