using System.Text.RegularExpressions;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Chat.Terminal;

/// <summary>Who sits at a terminal: a user of a machine, in a channel of their own.</summary>
internal sealed partial record TerminalSeat(string Machine, string User)
{
    public static TerminalSeat Here => new(Word(Environment.MachineName), Word(Environment.UserName));

    public Account Account => new(TerminalPlatform.PlatformName, Machine, User);

    public ChannelRef Channel => new(TerminalPlatform.PlatformName, Machine, User);

    private static string Word(string name) => Unusual().Replace(name, "-").ToLowerInvariant();

    [GeneratedRegex("[^A-Za-z0-9._-]", RegexOptions.NonBacktracking)]
    private static partial Regex Unusual();
}
