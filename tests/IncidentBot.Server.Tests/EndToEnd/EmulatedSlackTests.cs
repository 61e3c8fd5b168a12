using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IncidentBot.Chat.Slack.Api;
using IncidentBot.Server.Tests.Chat.Slack.Peers;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>
/// The whole bot in a workspace that others wrote, with the scopes that its manifest asks for and no others. What it sent
/// is read back from there; no code of ours stands between.
/// </summary>
public sealed class EmulatedSlackTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    [Fact]
    public async Task An_incident_from_the_first_command_to_the_archive()
    {
        var ct = TestContext.Current.CancellationToken;
        using var folder = new SeedFolder();
        await using var slack = await EmulatePeer.StartAsync(ct, folder.Seed);
        using var workspace = new Workspace(slack.Api);
        await using var redis = await RedisServer.StartAsync();
        await redis.AskAsync("SET", "rl:1", "x");
        var (team, alice, bob) = (await workspace.TeamAsync(), await workspace.UserAsync("alice"), await workspace.UserAsync("bob"));
        await using var bot = await BotHost.StartAsync(redis.Url, [.. Settings(slack.Api, team, alice, bob)]);
        var incidents = await workspace.ChannelAsync("incidents");
        var said = new Requests(bot.Address, team);

        await said.TypeAsync(alice, incidents, "/incident open P0 Redis is down");
        string room = "";
        await Eventually.TrueAsync(async () => (room = await workspace.ChannelAsync("inc-1-redis-is-down")).Length > 0, "the incident has a channel");
        await workspace.SeesAsync(room, "INC-1  P0  ASSESSING");
        await Eventually.TrueAsync(async () => (await workspace.AskAsync("pins.list", room))["items"]!.AsArray().Count == 1, "the card is pinned");
        Assert.Equal(
            "https://grafana.example.com/d/redis",
            (string?)Assert.Single((await workspace.AskAsync("bookmarks.list", room, "channel_id"))["bookmarks"]!.AsArray())!["link"]);
        Assert.StartsWith("INC-1: Redis is down. Reference ", (string?)(await workspace.InfoAsync(room))["purpose"]!["value"], StringComparison.Ordinal);

        await said.PressAsync(bob, room, await workspace.SeesAsync(room, "INC-1  P0  ASSESSING"), "Acknowledge");
        var card = await workspace.SeesAsync(room, "acknowledged by Bob");
        await said.PressAsync(alice, room, card, "Start mitigating");
        await workspace.SeesAsync(room, "Assessing → Mitigating");

        await said.TypeAsync(alice, room, "/redis clear-cache rl:*");
        var plan = await workspace.SeesAsync(room, "WAITS FOR APPROVAL");
        await said.PressAsync(bob, room, plan, "Approve", await workspace.TriggerAsync(bob));
        Assert.Equal("1", (await redis.AskAsync("EXISTS", "rl:1")).AsString());
        await said.TypeAsync(
            bob,
            room,
            "/approve R-1 " + System.Text.RegularExpressions.Regex.Match(plan.ToJsonString(), "Plan ([0-9a-f]{8})").Groups[1].Value);
        Assert.Equal((string?)plan["ts"], (string?)(await workspace.SeesAsync(room, "SUCCEEDED"))["ts"]);
        Assert.Equal("0", (await redis.AskAsync("EXISTS", "rl:1")).AsString());

        await said.TypeAsync(alice, room, "/incident verify");
        await workspace.SeesAsync(room, "Monitoring → Resolved");
        await said.TypeAsync(bob, room, "/incident close");
        await Eventually.TrueAsync(async () => (bool)(await workspace.InfoAsync(room))["is_archived"]!, "the channel is archived");

        Assert.Equal("P0 CLOSED | Redis is down (primary)", (string?)(await workspace.InfoAsync(room))["topic"]!["value"]);
        Assert.Equal((string?)card["ts"], (string?)(await workspace.SeesAsync(room, "INC-1  P0  CLOSED"))["ts"]);
        await workspace.SeesAsync(room, "Audit head");
        Assert.Superset(
            new HashSet<string> { alice, bob },
            (await workspace.AskAsync("conversations.members", room))["members"]!.AsArray().Select(member => (string)member!).ToHashSet());
    }

    private static IEnumerable<string> Settings(Uri api, string team, string alice, string bob) =>
    [
        $"Slack:ApiUrl={api}", "Slack:BotToken=xoxb-bot", $"Slack:SigningSecret={Secret}", "Slack:PostEvery=00:00:00.02", "Slack:Rooms:ArchiveAfter=00:00:00",
        "Slack:Rooms:Bookmarks:0:Title=Dashboard", "Slack:Rooms:Bookmarks:0:Url=https://grafana.example.com/d/redis", "Targets:primary:Caches:0:Pattern=rl:*",
        "People:0:Id=alice", "People:0:Name=Alice", $"People:0:Accounts:0=slack:{team}:{alice}",
        "People:0:Permissions:0=Respond", "People:0:Permissions:1=Approve",
        "People:1:Id=bob", "People:1:Name=Bob", $"People:1:Accounts:0=slack:{team}:{bob}", "People:1:Permissions:0=Respond", "People:1:Permissions:1=Approve",
    ];

    /// <summary>The workspace as its people find it: the bot's token may do what the manifest asks for.</summary>
    private sealed class SeedFolder : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-emulate-");

        public SeedFolder() => File.WriteAllText(Seed, $$"""
            slack:
              team: { name: Acme, domain: acme }
              users:
                - { name: alice, real_name: Alice }
                - { name: bob, real_name: Bob }
              channels:
                - { name: incidents, topic: Incidents }
              bots:
                - { name: incidentbot }
              tokens:
                - { token: xoxb-bot, type: bot, user: incidentbot, scopes: [{{string.Join(", ", SlackMethods.Scopes.Select(needed => $"\"{needed.Scope}\""))}}] }
                - { token: xoxp-alice, user: alice }
              strict_scopes: true
            """);

        public string Seed => Path.Combine(folder.FullName, "seed.yaml");

        public void Dispose() => folder.Delete(recursive: true);
    }

    /// <summary>What people see there.</summary>
    private sealed class Workspace(Uri api) : IDisposable
    {
        private readonly HttpClient http = new();

        public async Task<string> TeamAsync() => (string)(await AskAsync("auth.test"))["team_id"]!;

        public async Task<string> UserAsync(string name) =>
            (string)(await AskAsync("users.list"))["members"]!.AsArray().Single(user => (string?)user!["name"] == name)!["id"]!;

        /// <returns>Empty when there is none.</returns>
        public async Task<string> ChannelAsync(string name) =>
            (string?)(await AskAsync("conversations.list"))["channels"]!.AsArray().SingleOrDefault(channel => (string?)channel!["name"] == name)?["id"] ?? "";

        public async Task<JsonNode> InfoAsync(string channel) => (await AskAsync("conversations.info", channel))["channel"]!;

        public async Task<string> TriggerAsync(string user) =>
            (string)(await AskAsync("views.generateTriggerId", user, "user_id", token: "xoxb-bot"))["trigger_id"]!;

        /// <summary>Waits for a message with this text.</summary>
        public async Task<JsonNode> SeesAsync(string channel, string text)
        {
            JsonNode? found = null;
            await Eventually.TrueAsync(
                async () => (found = (await AskAsync("conversations.history", channel))["messages"]!
                    .AsArray()
                    .FirstOrDefault(message => Text(message!).Contains(text, StringComparison.Ordinal))) is not null,
                $"'{text}' is in the channel");
            return found!;
        }

        public async Task<JsonNode> AskAsync(string method, string? value = null, string argument = "channel", string token = "xoxp-alice")
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api, method))
            {
                Content = JsonContent.Create(value is null ? [] : new Dictionary<string, string> { [argument] = value }),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            var reply = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.True((bool)reply["ok"]!, $"{method}: {reply}");
            return reply;
        }

        public void Dispose() => http.Dispose();

        private static string Text(JsonNode message) => (string?)message["text"] ?? "";
    }

    /// <summary>What Slack sends when people type and press; emulate itself sends none of it.</summary>
    private sealed class Requests(Uri bot, string team)
    {
        private int last;

        public Task TypeAsync(string user, string channel, string line)
        {
            var words = line.Split(' ', 2);
            return SendAsync("/slack/commands", new()
            {
                ["command"] = words[0],
                ["text"] = words[1],
                ["team_id"] = team,
                ["channel_id"] = channel,
                ["user_id"] = user,
                ["user_name"] = user,
                ["trigger_id"] = Trigger(),
            });
        }

        public Task PressAsync(string user, string channel, JsonNode message, string label, string? trigger = null)
        {
            var button = message["blocks"]!
                .AsArray()
                .Where(block => (string?)block!["type"] == "actions")
                .SelectMany(block => block!["elements"]!.AsArray())
                .Single(button => (string?)button!["text"]!["text"] == label)!;
            var payload = new JsonObject
            {
                ["type"] = "block_actions",
                ["user"] = new JsonObject { ["id"] = user, ["team_id"] = team },
                ["team"] = new JsonObject { ["id"] = team },
                ["channel"] = new JsonObject { ["id"] = channel },
                ["trigger_id"] = trigger ?? Trigger(),
                ["actions"] =
                    new JsonArray(new JsonObject { ["type"] = "button", ["action_id"] = (string?)button["action_id"], ["value"] = (string?)button["value"] }),
            };
            return SendAsync("/slack/interactions", new() { ["payload"] = payload.ToJsonString() });
        }

        private async Task SendAsync(string path, Dictionary<string, string> fields)
        {
            var body = string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
            using var http = new HttpClient();
            using var request = new FakeSlackRequest(Secret, body, TimeProvider.System.GetUtcNow()).ToHttp(new Uri(bot, path));
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        }

        private string Trigger() => $"{++last}.47445629121.{Guid.NewGuid():N}";
    }
}
