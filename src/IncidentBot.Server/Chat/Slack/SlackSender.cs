using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Who pressed, chose or sent off something. In a channel that organisations share a person may belong to another
/// workspace than the channel, and user ids are unique only within one: their own names them.
/// </summary>
/// <param name="Team">The workspace that the bot was asked in.</param>
/// <param name="Home">The person's own.</param>
internal sealed record SlackSender(string Team, string Home, string User, string Name)
{
    public Account Account => new(SlackPlatform.PlatformName, Home, User);

    /// <returns>Null when the interaction does not say.</returns>
    public static SlackSender? Of(Interaction interaction)
    {
        var team = interaction.Team?.Id ?? interaction.User?.TeamId;
        return interaction.User is { Id: { } user } person && SlackId.Is(user) && SlackId.Is(team)
            ? new SlackSender(team, SlackId.Is(person.TeamId) ? person.TeamId : team, user, person.Username ?? person.Name ?? user)
            : null;
    }

    public ChannelRef Channel(string id) => new(SlackPlatform.PlatformName, Team, id);
}
