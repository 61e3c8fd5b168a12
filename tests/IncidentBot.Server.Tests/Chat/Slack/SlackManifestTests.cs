using System.Text.RegularExpressions;
using IncidentBot.Chat;
using IncidentBot.Chat.Slack.Api;
using Microsoft.Extensions.DependencyInjection;

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
    public async Task Every_command_that_the_bot_knows_arrives_with_its_mentions_and_no_other_does()
    {
        await using var bot = Bot.Build([$"--Audit:Key={new string('7', 64)}", "--Storage:Sqlite=:memory:"]);
        var roots = bot.Services.GetRequiredService<CommandReader>().All.Select(command => command.Root).Distinct();
        var commands = Values("command");

        Assert.Equal(roots.Order(), commands.Order());
        Assert.Equal(commands.Count, Values("url").Count);
        Assert.All(Values("url"), url => Assert.Equal("/slack/commands", new Uri(url).AbsolutePath));
        Assert.Equal(Enumerable.Repeat("true", commands.Count), Values("should_escape"));
    }

    [Fact]
    public void Buttons_and_events_arrive_too()
    {
        Assert.Equal("true", Assert.Single(Values("is_enabled")));
        Assert.Equal(["/slack/events", "/slack/interactions"], Values("request_url").Select(url => new Uri(url).AbsolutePath));
        Assert.Equal(["app_home_opened", "app_mention"], Items("    bot_events:\n", "  interactivity:"));
    }

    [Fact]
    public void Answers_to_a_press_in_the_home_tab_have_somewhere_to_go()
    {
        Assert.Equal("true", Assert.Single(Values("home_tab_enabled")));
        Assert.Equal("true", Assert.Single(Values("messages_tab_enabled")));
    }

    [Fact]
    public void The_bot_asks_for_what_its_calls_need_and_for_no_more() =>
        Assert.Equal(SlackMethods.Scopes.Select(needed => needed.Scope).Order(), Items("    bot:\n", "settings:").Order());

    [Fact]
    public void Every_scope_has_its_reason_in_the_readme()
    {
        var readme = File.ReadAllText(Path.Combine(Peers.NodePackages.Folder, "..", "..", "src", "IncidentBot.Server", "Chat", "Slack", "README.md"));

        Assert.All(SlackMethods.Scopes, needed => Assert.Matches($@"\| `{Regex.Escape(needed.Scope)}` \| \w", readme));
    }

    private static IEnumerable<string> Items(string from, string to)
    {
        var start = Yaml.IndexOf(from, StringComparison.Ordinal);
        return Item().Matches(Yaml[start..Yaml.IndexOf(to, start, StringComparison.Ordinal)]).Select(match => match.Groups[1].Value);
    }

    private static List<string> Values(string key) => [.. Entry().Matches(Yaml).Where(match => match.Groups[1].Value == key).Select(match => match.Groups[2].Value.Trim('"'))];

    [GeneratedRegex(@"^[ -]*([a-z_]+): (.+)$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^ +- ([a-z:._]+)$", RegexOptions.Multiline)]
    private static partial Regex Item();
}
