using System.Text.RegularExpressions;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>
/// The parts of <c>manifests/slack.yaml</c> that Slack would refuse or that would not reach the bot. Limits from
/// https://docs.slack.dev/reference/app-manifest.
/// </summary>
public sealed partial class SlackManifestTests
{
    private static readonly string Yaml = File.ReadAllText(Path.Combine(Peers.NodePackages.Folder, "..", "..", "manifests", "slack.yaml"));

    [Fact]
    public void Names_and_texts_are_within_Slacks_limits()
    {
        Assert.All(Values("name"), name => Assert.InRange(name.Length, 1, 35));
        Assert.All(Values("display_name"), name => Assert.InRange(name.Length, 1, 80));
        Assert.All(Values("command"), command => Assert.Matches("^/[a-z]{1,31}$", command));
        Assert.All(Values("description"), text => Assert.InRange(text.Length, 1, 140));
        Assert.All(Values("usage_hint"), text => Assert.InRange(text.Length, 1, 1000));
    }

    [Fact]
    public void Every_command_arrives_at_the_bot_with_its_mentions()
    {
        var commands = Values("command");

        Assert.Equal(["/incident", "/redis", "/run", "/approve", "/reject"], commands);
        Assert.Equal(commands.Count, Values("url").Count);
        Assert.All(Values("url"), url => Assert.EndsWith("/slack/commands", new Uri(url).AbsolutePath, StringComparison.Ordinal));
        Assert.Equal(Enumerable.Repeat("true", commands.Count), Values("should_escape"));
    }

    [Fact]
    public void Buttons_arrive_too()
    {
        Assert.Equal("true", Assert.Single(Values("is_enabled")));
        Assert.Equal("/slack/interactions", new Uri(Assert.Single(Values("request_url"))).AbsolutePath);
    }

    [Fact]
    public void The_bot_asks_for_no_more_than_it_uses() =>
        Assert.Equal(["commands", "chat:write", "chat:write.public"], Scope().Matches(Yaml[Yaml.IndexOf("    bot:\n", StringComparison.Ordinal)..Yaml.IndexOf("settings:", StringComparison.Ordinal)]).Select(match => match.Groups[1].Value));

    private static List<string> Values(string key) => [.. Entry().Matches(Yaml).Where(match => match.Groups[1].Value == key).Select(match => match.Groups[2].Value.Trim('"'))];

    [GeneratedRegex(@"^[ -]*([a-z_]+): (.+)$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^ +- ([a-z:.]+)$", RegexOptions.Multiline)]
    private static partial Regex Scope();
}
