using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers;

/// <summary>
/// The same calls, made to our stand-in for Slack and to one that others wrote: what both say is not our own invention.
/// Where they differ the reason is written down, and a difference that is gone fails too.
/// </summary>
public abstract class SlackApiContract
{
    private static readonly (string Name, string Token, string Method, JsonObject Arguments, string Answer)[] Calls =
    [
        ("who am I", "full", "auth.test", [], "ok"),
        ("who am I, without a token", "none", "auth.test", [], "not_authed"),
        ("a post", "full", "chat.postMessage", new() { ["text"] = "x" }, "ok"),
        ("a post with blocks", "full", "chat.postMessage", new() { ["text"] = "x", ["blocks"] = Section("*x*") }, "ok"),
        ("a post without a text", "full", "chat.postMessage", [], "no_text"),
        ("a post with an empty text", "full", "chat.postMessage", new() { ["text"] = "" }, "no_text"),
        ("a post nowhere", "full", "chat.postMessage", new() { ["channel"] = "C0NOPE", ["text"] = "x" }, "channel_not_found"),
        ("a post without a channel", "full", "chat.postMessage", new() { ["channel"] = null, ["text"] = "x" }, "channel_not_found"),
        ("a post without the scope", "thin", "chat.postMessage", new() { ["text"] = "x" }, "missing_scope"),
        ("a post by a stranger", "stranger", "chat.postMessage", new() { ["text"] = "x" }, "invalid_auth"),
        ("a post without a token", "none", "chat.postMessage", new() { ["text"] = "x" }, "not_authed"),
        ("a post of a block that there is not", "full", "chat.postMessage", new() { ["text"] = "x", ["blocks"] = new JsonArray(new JsonObject { ["type"] = "bogus" }) }, "invalid_blocks"),
        ("a post of too many blocks", "full", "chat.postMessage", new() { ["text"] = "x", ["blocks"] = new JsonArray([.. Enumerable.Range(0, 51).Select(_ => (JsonNode)new JsonObject { ["type"] = "divider" })]) }, "invalid_blocks"),
        ("an update", "full", "chat.update", new() { ["ts"] = "LAST", ["text"] = "y" }, "ok"),
        ("an update of nothing", "full", "chat.update", new() { ["ts"] = "1.000001", ["text"] = "y" }, "message_not_found"),
        ("a word to one person", "full", "chat.postEphemeral", new() { ["user"] = "ME", ["text"] = "x" }, "ok"),
        ("a word to nobody", "full", "chat.postEphemeral", new() { ["text"] = "x" }, "user_not_in_channel"),
        ("a channel's messages", "full", "conversations.history", new() { ["limit"] = 2 }, "ok"),
        ("a channel's messages without the scope", "thin", "conversations.history", [], "missing_scope"),
        ("the messages of no channel", "full", "conversations.history", new() { ["channel"] = "C0NOPE" }, "channel_not_found"),
        ("a thread", "full", "conversations.replies", new() { ["ts"] = "LAST" }, "ok"),
        ("a thread without the scope", "thin", "conversations.replies", new() { ["ts"] = "LAST" }, "missing_scope"),
        ("a thread of nothing", "full", "conversations.replies", new() { ["ts"] = "1.000001" }, "thread_not_found"),
        ("a method that there is not", "full", "no.such", [], "unknown_method"),
        ("Socket Mode with a workspace's token", "full", "apps.connections.open", [], "not_allowed_token_type"),
    ];

    private protected sealed record Workspace(Uri Api, string Token, string ThinToken, string Channel);

    /// <summary>By the name of the call: what is answered instead, and why that is not what we do.</summary>
    private protected virtual IReadOnlyDictionary<string, (string Answer, string Reason)> Differences { get; } = new Dictionary<string, (string, string)>();

    [Fact]
    public async Task The_same_calls_have_the_same_answers()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var workspace = await StartAsync(patience.Token);
        using var http = new HttpClient();
        var (last, me) = ("", "");
        var answers = new List<(string, string)>();
        foreach (var (name, kind, method, arguments, _) in Calls)
        {
            var call = arguments.DeepClone().AsObject();
            call.TryAdd("channel", workspace.Channel);
            Replace(call, "ts", "LAST", last);
            Replace(call, "user", "ME", me);

            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(workspace.Api, method)) { Content = JsonContent.Create(call) };
            var token = kind switch { "full" => workspace.Token, "thin" => workspace.ThinToken, "stranger" => "xoxb-stranger", _ => null };
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            using var response = await http.SendAsync(request, patience.Token);
            var reply = JsonNode.Parse(await response.Content.ReadAsStringAsync(patience.Token))!;
            last = (string?)reply["ts"] ?? last;
            me = (string?)reply["user_id"] ?? me;
            answers.Add((name, reply["ok"] is null ? $"HTTP {(int)response.StatusCode}" : (bool)reply["ok"]! ? "ok" : (string)reply["error"]!));
        }

        Assert.Equal(Calls.Select(call => (call.Name, Differences.TryGetValue(call.Name, out var other) ? other.Answer : call.Answer)), answers);
        Assert.All(Differences, difference => Assert.NotEqual(Calls.Single(call => call.Name == difference.Key).Answer, difference.Value.Answer));
    }

    private protected abstract Task<Workspace> StartAsync(CancellationToken ct);

    private static void Replace(JsonObject call, string argument, string placeholder, string value)
    {
        if ((string?)call[argument] == placeholder)
        {
            call[argument] = value;
        }
    }

    private static JsonArray Section(string text) => new(new JsonObject { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = text } });
}

public sealed class FakeSlackContractTests : SlackApiContract, IAsyncDisposable
{
    private FakeSlack? slack;

    public async ValueTask DisposeAsync() => await (slack?.DisposeAsync() ?? default);

    private protected override async Task<Workspace> StartAsync(CancellationToken ct)
    {
        slack = await FakeSlack.StartAsync();
        return new Workspace(slack.ApiUrl, slack.BotToken, slack.AddWorkspace(FakeSlack.Team, "channels:read"), FakeSlack.Channel);
    }
}

public sealed class EmulateContractTests : SlackApiContract, IAsyncDisposable
{
    private EmulatePeer? emulate;

    private protected override IReadOnlyDictionary<string, (string Answer, string Reason)> Differences { get; } = new Dictionary<string, (string, string)>
    {
        ["a post by a stranger"] = ("missing_scope", "emulate takes any token for that of a person without scopes; Slack's page lists invalid_auth, and its own client is told so by ours"),
        ["a post of a block that there is not"] = ("ok", "emulate keeps blocks without looking at them; Slack refuses with invalid_blocks"),
        ["a post of too many blocks"] = ("ok", "emulate keeps blocks without looking at them; Slack's limit is 50"),
        ["a word to nobody"] = ("user_not_found", "emulate looks for the person first; Slack's page of chat.postEphemeral lists only user_not_in_channel"),
        ["a thread of nothing"] = ("ok", "emulate answers with no messages; Slack's page of conversations.replies lists thread_not_found"),
        ["a method that there is not"] = ("HTTP 404", "emulate has no such address; Slack answers 200 with unknown_method"),
        ["Socket Mode with a workspace's token"] = ("HTTP 404", "emulate has no Socket Mode"),
    };

    public async ValueTask DisposeAsync() => await (emulate?.DisposeAsync() ?? default);

    private protected override async Task<Workspace> StartAsync(CancellationToken ct)
    {
        emulate = await EmulatePeer.StartAsync(ct);
        return new Workspace(emulate.Api, "xoxb-full", "xoxb-thin", await emulate.ChannelAsync("incidents", ct));
    }
}
