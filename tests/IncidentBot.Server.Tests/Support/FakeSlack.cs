using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Server.Tests.Support;

/// <summary>
/// A workspace of Slack on this machine: takes what a bot posts and sends it what people type and press, signed. It
/// refuses what Slack refuses. Slack's own libraries for Node are held against it in <c>Chat/Slack/Peers</c>.
/// </summary>
internal sealed class FakeSlack : IAsyncDisposable
{
    public const string Team = "T0ACME";
    public const string Channel = "C0INCIDENTS";
    public const string Alice = "U0ALICE";
    public const string Bob = "U0BOB";
    public const string BotUser = "U0BOT";

    private readonly Lock gate = new();
    private readonly List<FakeSlackCall> calls = [];
    private readonly List<FakeSlackMessage> messages = [];
    private readonly List<(string To, JsonNode Body)> acks = [];
    private readonly HashSet<string> channels = [Channel];
    private readonly HashSet<string> archived = [];
    private readonly HashSet<string> people = [Alice, Bob, BotUser];
    private readonly Dictionary<string, Queue<FakeSlackFailure>> failures = [];
    private readonly Dictionary<string, (string Team, string[] Scopes)> tokens = [];
    private readonly HashSet<string> revoked = [];
    private TaskCompletionSource changed = New();
    private WebApplication? app;
    private int lastNumber;

    private FakeSlack(TimeProvider time)
    {
        Time = time;
        Responses = new FakeSlackResponses(this);
        Sender = new FakeSlackSender(this);
        Rooms = new FakeSlackRooms(this);
        Views = new FakeSlackViews(this);
        Files = new FakeSlackFiles(this);
        History = new FakeSlackHistory(this);
        Sockets = new FakeSlackSockets(this);
        Events = new FakeSlackEvents(this);
        Scopes = [.. FakeSlackScopes.All];
        tokens[BotToken] = (Team, []);
    }

    public TimeProvider Time { get; }

    public string SigningSecret { get; } = Guid.NewGuid().ToString("N");

    public string BotToken { get; } = $"xoxb-{Guid.NewGuid():N}";

    public string AppToken { get; } = $"xapp-1-A0BOT-{Guid.NewGuid():N}";

    /// <summary>What Slack does always: one chat.postMessage a second in each channel, and so many calls a minute. Off unless a test is about it.</summary>
    public bool LimitsRate { get; set; }

    /// <summary>Nothing gets through: every call is answered with an error of the gateway.</summary>
    public bool IsDown { get; set; }

    /// <summary>User groups and the people in them.</summary>
    public Dictionary<string, IReadOnlyList<string>> UserGroups { get; } = [];

    /// <summary>What users.info knows: people by their id, with the name in their profile.</summary>
    public Dictionary<string, string> UserNames { get; } = [];

    public FakeSlackResponses Responses { get; }

    public FakeSlackSender Sender { get; }

    public FakeSlackRooms Rooms { get; }

    public FakeSlackViews Views { get; }

    public FakeSlackFiles Files { get; }

    public FakeSlackHistory History { get; }

    public FakeSlackSockets Sockets { get; }

    public FakeSlackEvents Events { get; }

    /// <summary>What the app may do.</summary>
    public HashSet<string> Scopes { get; }

    /// <summary>Trouble of a test's own making, asked at each call; null lets the call pass.</summary>
    public Func<string, JsonObject, FakeSlackFailure?>? Weather { get; set; }

    /// <summary>How far Slack's clock is from this machine's.</summary>
    public TimeSpan ClockSkew { get; set; }

    public Uri Url => new(app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Give this to the bot as <c>Slack:ApiUrl</c>.</summary>
    public Uri ApiUrl => new(Url, "/api/");

    /// <summary>The settings under which a bot belongs to this workspace. It posts as fast as it can: tests of its pace say so.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Slack:SigningSecret"] = SigningSecret,
        ["Slack:BotToken"] = BotToken,
        ["Slack:ApiUrl"] = ApiUrl.ToString(),
        ["Slack:PostEvery"] = "00:00:00",
    };

    /// <summary>The same without HTTP: everything comes down a socket.</summary>
    public Dictionary<string, string?> SocketSettings => new()
    {
        ["Slack:AppToken"] = AppToken,
        ["Slack:BotToken"] = BotToken,
        ["Slack:ApiUrl"] = ApiUrl.ToString(),
        ["Slack:PostEvery"] = "00:00:00",
    };

    /// <summary>Every call of the Web API and of a response_url, accepted or not, in order.</summary>
    public IReadOnlyList<FakeSlackCall> Calls
    {
        get
        {
            lock (gate)
            {
                return [.. calls];
            }
        }
    }

    /// <summary>What acknowledgements carried, of those that carried something: to <c>slash_commands</c>, <c>view_submission</c> and the like.</summary>
    public IReadOnlyList<(string To, JsonNode Body)> Acks
    {
        get
        {
            lock (gate)
            {
                return [.. acks];
            }
        }
    }

    /// <summary>What people see now, in order; an updated message is where it was first posted.</summary>
    public IReadOnlyList<FakeSlackMessage> Messages
    {
        get
        {
            lock (gate)
            {
                return [.. messages];
            }
        }
    }

    public static async Task<FakeSlack> StartAsync(TimeProvider? time = null)
    {
        var slack = new FakeSlack(time ?? TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        slack.app = builder.Build();
        new FakeSlackApi(slack).Map(slack.app);
        slack.Responses.Map(slack.app);
        slack.Files.Map(slack.app);
        slack.Sockets.Map(slack.app);
        await slack.app.StartAsync();
        return slack;
    }

    public void AddChannel(string channel)
    {
        lock (gate)
        {
            channels.Add(channel);
        }
    }

    /// <param name="scopes">Those of <see cref="Scopes"/> where none is given.</param>
    /// <returns>The token of the bot in another workspace.</returns>
    public string AddWorkspace(string team, params string[] scopes)
    {
        lock (gate)
        {
            var token = $"xoxb-{Guid.NewGuid():N}";
            tokens[token] = (team, scopes);
            return token;
        }
    }

    /// <summary>Somebody removes the app from the workspace.</summary>
    public void Revoke(string token)
    {
        lock (gate)
        {
            revoked.Add(token);
        }
    }

    public void Reinstate(string token)
    {
        lock (gate)
        {
            revoked.Remove(token);
        }
    }

    /// <returns>The workspace of a token, or what Slack has against it.</returns>
    internal (string? Team, string? Error) Identify(string? token)
    {
        lock (gate)
        {
            return token is null ? (null, "not_authed")
                : revoked.Contains(token) ? (null, "token_revoked")
                : tokens.TryGetValue(token, out var known) ? (known.Team, null)
                : (null, "invalid_auth");
        }
    }

    internal IReadOnlyCollection<string> ScopesOf(string? token)
    {
        lock (gate)
        {
            return token is not null && tokens.TryGetValue(token, out var known) && known.Scopes.Length > 0 ? known.Scopes : Scopes;
        }
    }

    public void Archive(string channel)
    {
        lock (gate)
        {
            archived.Add(channel);
        }
    }

    public void Delete(FakeSlackMessage message)
    {
        lock (gate)
        {
            messages.RemoveAll(other => other.Ts == message.Ts);
        }
    }

    /// <summary>The next call of the method (<c>chat.postMessage</c>, <c>response_url</c>) fails like this instead of being done.</summary>
    public void FailNext(string method, FakeSlackFailure failure)
    {
        lock (gate)
        {
            failures.TryAdd(method, new Queue<FakeSlackFailure>());
            failures[method].Enqueue(failure);
        }
    }

    /// <summary>Waits until somebody can see a message like this; posted or updated, before or after the call.</summary>
    public async Task<FakeSlackMessage> WaitForAsync(Func<FakeSlackMessage, bool> wanted, CancellationToken ct)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (messages.LastOrDefault(wanted) is { } found)
                {
                    return found;
                }

                next = changed.Task;
            }

            await next.WaitAsync(ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Sender.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    internal void Record(FakeSlackCall call)
    {
        lock (gate)
        {
            calls.Add(call with { At = Time.GetUtcNow() });
        }
    }

    internal void RecordAck(string type, JsonObject payload, JsonNode body)
    {
        lock (gate)
        {
            acks.Add((type == "interactive" ? (string?)payload["type"] ?? type : type, body.DeepClone()));
        }
    }

    internal FakeSlackFailure? TakeFailure(string method)
    {
        lock (gate)
        {
            return failures.TryGetValue(method, out var queue) && queue.TryDequeue(out var failure) ? failure : null;
        }
    }

    internal string? ChannelProblem(string? channel)
    {
        lock (gate)
        {
            channel = channel is null ? null : PlaceOf(channel);
            return channel is null || !(channels.Contains(channel) || channel is Alice or Bob) ? "channel_not_found"
                : archived.Contains(channel) ? "is_archived"
                : null;
        }
    }

    /// <summary>Somebody writes into a channel, not to the bot.</summary>
    public FakeSlackMessage Write(string channel, string author, string text) => Show(channel, onlyFor: null, new() { ["text"] = text }, author);

    /// <summary>Whoever types is somebody.</summary>
    internal string Meet(string user)
    {
        lock (gate)
        {
            people.Add(user);
            return user;
        }
    }

    /// <summary>A chat with one person has an id of its own, and is kept by theirs.</summary>
    private string PlaceOf(string channel) => channel.StartsWith('D') && Knows($"U{channel[1..]}") ? $"U{channel[1..]}" : channel;

    internal bool Knows(string user)
    {
        lock (gate)
        {
            return people.Contains(user) || UserNames.ContainsKey(user) || UserGroups.Values.Any(group => group.Contains(user));
        }
    }

    internal string NextTs()
    {
        lock (gate)
        {
            return $"{Time.GetUtcNow().ToUnixTimeSeconds()}.{++lastNumber:D6}";
        }
    }

    /// <param name="author">Who says it; the bot, unless a test is about others.</param>
    internal FakeSlackMessage Show(string channel, string? onlyFor, JsonObject said, string author = BotUser)
    {
        lock (gate)
        {
            var message = new FakeSlackMessage(PlaceOf(channel), NextTs(), onlyFor, (string?)said["text"] ?? "", Blocks(said), Edits: 0)
            {
                Author = author,
                ThreadTs = (string?)said["thread_ts"],
                Metadata = said["metadata"]?.DeepClone().AsObject(),
            };
            messages.Add(message);
            Announce();
            return message;
        }
    }

    /// <returns>What Slack has against it.</returns>
    internal string? Edit(string channel, string? ts, JsonObject said)
    {
        lock (gate)
        {
            var index = messages.FindIndex(message => message.Channel == channel && message.Ts == ts && message.OnlyFor is null);
            if (index < 0 || messages[index].Author != BotUser)
            {
                return index < 0 ? "message_not_found" : "cant_update_message";
            }

            messages[index] = messages[index] with { Text = (string?)said["text"] ?? "", Blocks = Blocks(said), Edits = messages[index].Edits + 1 };
            Announce();
            return null;
        }
    }

    private static JsonArray Blocks(JsonObject said) => (said["blocks"] as JsonArray)?.DeepClone().AsArray() ?? [];

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Announce()
    {
        var before = changed;
        changed = New();
        before.SetResult();
    }
}
