using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Chat.Slack.Api;
using IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers;

/// <summary>
/// The same calls, made to our stand-in for Slack and to one that others wrote: what both say is not our own invention.
/// Where they differ the reason is written down, and a difference that is gone fails too.
/// </summary>
public abstract class SlackApiContract
{
    internal static readonly IReadOnlyList<ContractCall> Calls =
    [
        .. AppCalls.All, .. PeopleCalls.All, .. MessageCalls.All, .. HistoryCalls.All, .. ChannelCalls.All,
        .. InvitationCalls.All, .. HeadCalls.All, .. ViewCalls.All, .. FileCalls.All, .. GroupCalls.All,
        .. ArchiveCalls.All,
    ];

    /// <summary>By the name of the call: what is answered instead, and why that is not what we do.</summary>
    private protected virtual IReadOnlyDictionary<string, (string Answer, string Reason)> Differences { get; } = new Dictionary<string, (string, string)>();

    /// <summary>Methods that are not there at all, and why that is so.</summary>
    private protected virtual IReadOnlyDictionary<string, string> Lacks { get; } = new Dictionary<string, string>();

    [Fact]
    public async Task The_same_calls_have_the_same_answers()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var workspace = await StartAsync(patience.Token);
        var reader = new ContractReader(workspace.Known);
        using var http = new HttpClient();
        var surprises = new List<string>();
        foreach (var call in Calls)
        {
            if (await AskAsync(http, workspace, reader, call, patience.Token) is var answer && answer != Expected(call))
            {
                surprises.Add($"{call.Name}: {answer}, not {Expected(call)}");
            }
        }

        Assert.True(surprises.Count == 0, string.Join('\n', surprises));
        Assert.All(Differences, difference => Assert.NotEqual(Calls.Single(call => call.Name == difference.Key).Answer, difference.Value.Answer));
        Assert.All(Lacks.Keys, method => Assert.Contains(method, Calls.Select(call => call.Method)));
    }

    private protected abstract Task<ContractWorkspace> StartAsync(CancellationToken ct);

    private string Expected(ContractCall call) =>
        Lacks.ContainsKey(call.Method) ? "HTTP 404" : Differences.TryGetValue(call.Name, out var other) ? other.Answer : call.Answer;

    private async Task<string> AskAsync(HttpClient http, ContractWorkspace workspace, ContractReader reader, ContractCall call, CancellationToken ct)
    {
        if (call.Arguments.ToJsonString(Plain).Contains("<new-trigger>", StringComparison.Ordinal))
        {
            workspace.Known["new-trigger"] = workspace.Known["old-trigger"] = await workspace.Trigger();
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(workspace.Api, reader.Fill(call.Method)))
        {
            Content = call.Bytes is not null ? new StringContent(call.Bytes) : Write(call.Method, reader.Fill(call.Arguments)!.AsObject()),
        };
        request.Headers.Authorization = workspace.Tokens.TryGetValue(call.Token, out var token) ? new AuthenticationHeaderValue("Bearer", token) : null;
        using var response = await http.SendAsync(request, ct);
        var body = await response.Content.ReadAsStringAsync(ct);
        return response.Content.Headers.ContentType?.MediaType == "application/json" && JsonNode.Parse(body) is JsonObject reply && reply.ContainsKey("ok")
            ? reader.Read(reply, Expected(call))
            : $"HTTP {(int)response.StatusCode}";
    }

    /// <summary>As the bot sends it: methods that read take forms only.</summary>
    private static HttpContent Write(string method, JsonObject arguments) =>
        SlackMethods.All.FirstOrDefault(known => known.Name == method) is { TakesJson: false }
            ? new FormUrlEncodedContent(arguments.Select(argument => KeyValuePair.Create(argument.Key, argument.Value?.ToString())))
            : JsonContent.Create(arguments);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

public sealed class FakeSlackContractTests : SlackApiContract, IAsyncDisposable
{
    private FakeSlack? slack;

    [Fact]
    public void Every_method_that_the_bot_may_call_is_called_here() =>
        Assert.Empty(SlackMethods.All.Select(method => method.Name).Except(Calls.Select(call => call.Method)));

    public async ValueTask DisposeAsync() => await (slack?.DisposeAsync() ?? default);

    private protected override async Task<ContractWorkspace> StartAsync(CancellationToken ct)
    {
        slack = await FakeSlack.StartAsync();
        slack.UserNames[FakeSlack.Alice] = "Alice";
        slack.UserGroups["S0ONCALL"] = [FakeSlack.Alice, FakeSlack.Bob];
        return new ContractWorkspace(
            slack.ApiUrl,
            new Dictionary<ContractToken, string>
            {
                [ContractToken.Full] = slack.BotToken,
                [ContractToken.Thin] = slack.AddWorkspace(FakeSlack.Team, "commands"),
                [ContractToken.Stranger] = "xoxb-stranger",
                [ContractToken.App] = slack.AppToken,
            },
            new()
            {
                ["channel"] = FakeSlack.Channel,
                ["alice"] = FakeSlack.Alice,
                ["bob"] = FakeSlack.Bob,
                ["theirs"] = slack.Write(FakeSlack.Channel, FakeSlack.Alice, "hello").Ts,
            },
            () => Task.FromResult(slack.Sender.Trigger()));
    }
}

public sealed class EmulateContractTests : SlackApiContract, IAsyncDisposable
{
    private EmulatePeer? emulate;

    private protected override IReadOnlyDictionary<string, string> Lacks { get; } = new Dictionary<string, string>
    {
        ["usergroups.users.list"] = "emulate has no user groups",
        ["apps.connections.open"] = "emulate has no Socket Mode",
        ["no.such"] = "emulate has no such address; Slack answers 200 with unknown_method",
    };

    private protected override IReadOnlyDictionary<string, (string Answer, string Reason)> Differences { get; } = new Dictionary<string, (string, string)>
    {
        ["who am I, with a wrong token"] = ("ok", AnyToken),
        ["a post by a stranger"] = ("missing_scope", AnyToken),

        ["a post of a block that there is not"] = ("ok", "emulate keeps blocks without looking at them; Slack refuses with invalid_blocks"),
        ["a post of too many blocks"] = ("ok", "emulate keeps blocks without looking at them; Slack's limit is 50"),
        ["a word to nobody"] = ("user_not_found", NoSuchPerson),
        ["a word to a person that there is not"] = ("user_not_found", NoSuchPerson),
        ["an update where a person is named as the channel"] = ("message_not_found", "emulate looks for the message first; "
            + "Slack's page of chat.update asks for the id of the chat, and lists channel_not_found for a channel that is none"),
        ["a thread of nothing"] = ("ok", "emulate answers with no messages; Slack's page of conversations.replies lists thread_not_found"),

        ["a channel, without the scope"] = (EitherScope, UserTokens),
        ["a topic, without the scope"] = (EitherScope, UserTokens),
        ["a purpose, without the scope"] = (EitherScope, UserTokens),
        ["somebody is invited, without the scope"] = (EitherScope, UserTokens),
        ["the channel is archived, without the scope"] = (EitherScope, UserTokens),
        ["the channel is taken out again, without the scope"] = (EitherScope, UserTokens),
        ["a channel without a name"] = ("invalid_name_specials", "emulate has the other word; Slack's page says invalid_name_required for an empty name"),
        ["a channel with capitals"] = ("ok", "emulate writes them small; Slack's page says invalid_name_specials for upper case"),
        ["a page that there is not"] = ("ok", "emulate begins again with the first; Slack's page lists invalid_cursor"),
        ["the same, and whoever can be is invited"] =
            ("user_not_found channel.id=absent", "emulate does not know force; Slack's page says that it invites the others"),
        ["nobody is invited"] = ("user_not_found", "emulate has the other word; Slack's page says no_user where no value was passed"),

        ["a form without a title"] = ("invalid_view", NoSuchWord),
        ["a form without blocks"] = ("invalid_view", NoSuchWord),
        ["no form"] = ("invalid_view", NoSuchWord),
        ["a form as a home tab"] = ("invalid_view", NoSuchWord),
        ["a home tab of nobody"] = ("user_not_found", "Slack's page of views.publish shows invalid_arguments with the message that the user_id is invalid"),

        ["a place for a file without a name"] = ("invalid_arguments", NoArgument),
        ["a place for a file without a length"] = ("invalid_arguments", NoArgument),
        ["a place for an empty file"] = ("ok", "emulate takes it; Slack's page says missing_argument where the length is 0"),
        ["the file is shown nowhere"] = ("channel_not_found", "Slack's page of files.completeUploadExternal has a word of its own, invalid_channel"),

        ["an update in the archive"] = ("ok", "emulate does not look whether the channel is archived; Slack's page says is_inactive"),
        ["the channel is taken out again"] = ("ok", "emulate lets anybody do it; in Slack the bot is no member of an archived channel, and so cannot"),
    };

    private const string AnyToken =
        "emulate takes any token for that of a person without scopes; Slack's page lists invalid_auth, and its own client is told so by ours";
    private const string NoSuchPerson = "emulate looks for the person first; Slack's page of chat.postEphemeral lists only user_not_in_channel";
    private const string EitherScope = "missing_scope needed=channels:manage|channels:write";
    private const string UserTokens = "emulate names the scope that a person's token would need as well; a bot has channels:manage and no other";
    private const string NoSuchWord = "Slack's pages of the views know no invalid_view: what is wrong with a view is invalid_arguments, with messages";
    private const string NoArgument = "emulate has the other word; Slack's page says missing_argument where a required argument was not provided";

    public async ValueTask DisposeAsync() => await (emulate?.DisposeAsync() ?? default);

    private protected override async Task<ContractWorkspace> StartAsync(CancellationToken ct)
    {
        emulate = await EmulatePeer.StartAsync(ct);
        return await emulate.WorkspaceAsync(ct);
    }
}
