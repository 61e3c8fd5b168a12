using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentBot.Chat.Slack.Api;
using IncidentBot.Commands;
using Microsoft.Extensions.DependencyInjection;
using YamlDotNet.Serialization;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>
/// The parts of <c>manifests/slack.yaml</c> that Slack would refuse or that would not reach the bot.
/// </summary>
public sealed partial class SlackManifestTests
{
    private static readonly string Yaml = File.ReadAllText(Path.Combine(Peers.NodePackages.Folder, "..", "..", "manifests", "slack.yaml"));

    [Fact]
    public void Names_and_texts_are_within_Slacks_limits() => Assert.Empty(SlackManifestLimits.Problems(Read()));

    [Theory]
    [MemberData(nameof(TooMuch))]
    public void What_is_beyond_a_limit_is_found(string what)
    {
        var manifest = Read();
        Beyond[what](manifest);

        Assert.Single(SlackManifestLimits.Problems(manifest));
    }

    [Fact]
    public async Task It_has_the_type_that_Slack_publishes_and_whatever_is_wrong_is_found()
    {
        var manifests = Wrong.Select(wrong => (Name: wrong.Key, Manifest: Changed(wrong.Value))).Prepend((Name: "ours", Manifest: Read())).ToList();

        var found = (await Peers.NodePeer.AskAsync(
            "slack-manifest.mjs",
            manifests.Select(one => new { name = one.Name, manifest = one.Manifest }),
            TestContext.Current.CancellationToken)).AsArray();

        Assert.Equal(manifests.Count, found.Count);
        Assert.True(found[0]!["problems"]!.AsArray().Count == 0, found[0]!.ToJsonString());
        Assert.All(found.Skip(1), wrong => Assert.True(wrong!["problems"]!.AsArray().Count > 0, $"Not found: {wrong["name"]}"));
    }

    public static TheoryData<string> TooMuch => [.. Beyond.Keys];

    private static readonly Dictionary<string, Action<JsonObject>> Beyond = new()
    {
        ["a long name"] = manifest => manifest["display_information"]!["name"] = new string('n', 36),
        ["a long description"] = manifest => manifest["display_information"]!["description"] = new string('d', 141),
        ["a long description that is too short"] = manifest => manifest["display_information"]!["long_description"] = new string('d', 173),
        ["a colour that is none"] = manifest => manifest["display_information"]!["background_color"] = "navy",
        ["a long name of the bot"] = manifest => manifest["features"]!["bot_user"]!["display_name"] = new string('n', 81),
        ["a command without a slash"] = manifest => manifest["features"]!["slash_commands"]![0]!["command"] = "incident",
        ["a long command"] = manifest => manifest["features"]!["slash_commands"]![0]!["command"] = "/" + new string('c', 32),
        ["a command that is there twice"] = manifest => manifest["features"]!["slash_commands"]![0]!["command"] = "/redis",
        ["a long usage hint"] = manifest => manifest["features"]!["slash_commands"]![0]!["usage_hint"] = new string('h', 1001),
        ["a command sent in the clear"] = manifest => manifest["features"]!["slash_commands"]![0]!["url"] = "http://incidentbot.example.com/slack/commands",
        ["a long name of a shortcut"] = manifest => manifest["features"]!["shortcuts"]![0]!["name"] = new string('s', 25),
        ["a long callback_id"] = manifest => manifest["features"]!["shortcuts"]![0]!["callback_id"] = new string('c', 256),
        ["too many commands"] = manifest => manifest["features"]!["slash_commands"] =
            new JsonArray([.. Enumerable.Range(0, 51).Select(n => new JsonObject { ["command"] = $"/c{n}", ["description"] = "x" })]),
        ["too many shortcuts"] = manifest => manifest["features"]!["shortcuts"] = new JsonArray([.. Enumerable.Range(0, 11)
            .Select(n => new JsonObject { ["type"] = "message", ["name"] = "x", ["callback_id"] = $"c{n}", ["description"] = "x" })]),
    };

    private static readonly Dictionary<string, Action<JsonObject>> Wrong = new()
    {
        ["a group that there is not"] = manifest => manifest["featurez"] = new JsonObject(),
        ["a key that there is not"] = manifest => manifest["features"]!["bot_user"]!["displayname"] = "x",
        ["a text for a truth value"] = manifest => manifest["settings"]!["socket_mode_enabled"] = "false",
        ["a command without a description"] = manifest => manifest["features"]!["slash_commands"]![0]!.AsObject().Remove("description"),
        ["a shortcut of no kind"] = manifest => manifest["features"]!["shortcuts"]![0]!["type"] = "channel",
        ["a scope that there is not"] = manifest => manifest["oauth_config"]!["scopes"]!["bot"]!.AsArray().Add("chat:read"),
        ["an event that there is not"] = manifest => manifest["settings"]!["event_subscriptions"]!["bot_events"]!.AsArray().Add("app_mentioned"),
        ["no name"] = manifest => manifest.Remove("display_information"),
    };

    private static JsonObject Changed(Action<JsonObject> change)
    {
        var manifest = Read();
        change(manifest);
        return manifest;
    }

    /// <summary>As JSON, in which a number is not a text.</summary>
    private static JsonObject Read()
    {
        var read = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(Yaml);
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(read))!.AsObject();
    }

    [Fact]
    public async Task Every_command_that_the_bot_knows_arrives_with_its_mentions_and_no_other_does()
    {
        await using var bot = Bot.Build([$"--Audit:Key={new string('7', 64)}", "--Storage:Sqlite=:memory:"]);

        // Rehearsals are switched on for a while; who types them there mentions the bot.
        var roots = bot.Services.GetRequiredService<CommandReader>().All.Select(command => command.Root).Distinct().Except(["/gameday"]);
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

    private static List<string> Values(
        string key) => [.. Entry().Matches(Yaml).Where(match => match.Groups[1].Value == key).Select(match => match.Groups[2].Value.Trim('"'))];

    [GeneratedRegex(@"^[ -]*([a-z_]+): (.+)$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^ +- ([a-z:._]+)$", RegexOptions.Multiline)]
    private static partial Regex Item();
}
