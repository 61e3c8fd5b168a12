using System.Text.RegularExpressions;

namespace IncidentBot.Messages;

/// <summary>
/// The way to another channel inside card text, written <c>&lt;p:slack:T1:C1|#inc-7-redis-down&gt;</c>. A platform makes a
/// link out of its own channels; everywhere else the name is shown.
/// </summary>
public static partial class Place
{
    /// <param name="name">As people read it. Without one it is the channel's id, or that of its platform where the id tells people nothing.</param>
    public static string Of(ChannelRef channel, string? name = null)
    {
        name ??= Word().IsMatch(channel.ChannelId) || channel.Platform.Length == 0
            ? channel.ChannelId
            : char.ToUpperInvariant(channel.Platform[0]) + channel.Platform[1..];
        var token = $"<p:{channel.Platform}:{channel.Workspace}:{channel.ChannelId}|{name}>";
        return Token().Match(token) is { Success: true } match && match.Length == token.Length ? token : name;
    }

    public static string Replace(string text, Func<ChannelRef, string, string> render) => Token().Replace(text, match => render(
        new ChannelRef(match.Groups["platform"].Value, match.Groups["workspace"].Value, match.Groups["channel"].Value),
        match.Groups["name"].Value));

    /// <summary>Every place by its name.</summary>
    public static string Plain(string text) => Replace(text, (_, name) => name);

    [GeneratedRegex("^[A-Za-z0-9_-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    // A channel's id may hold colons: 19:incidents@thread.tacv2.
    [GeneratedRegex("<p:(?<platform>[a-z]{1,20}):(?<workspace>[A-Za-z0-9_-]{1,64}):(?<channel>[A-Za-z0-9_:@.;=-]{1,128})\\|(?<name>#?[A-Za-z0-9_-]{1,128})>",
        RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
