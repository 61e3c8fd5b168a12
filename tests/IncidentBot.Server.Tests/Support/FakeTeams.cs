using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace IncidentBot.Server.Tests.Support;

/// <summary>
/// A Teams on this machine: one team with one channel, Alice and Bob, and a bot that is installed for them. It takes what a
/// bot posts and sends it what people type and press, with the tokens of the Bot Connector. Microsoft's own connector
/// library for Node is held against it in <c>Chat/Teams/Peers</c>.
/// </summary>
internal sealed class FakeTeams : IAsyncDisposable
{
    public const string AppId = "6f2a1c7e-0d43-4a5b-9a59-0c0d5e3f7b21";
    public const string Tenant = "72f988bf-0000-41af-91ab-2d7cd011db47";
    public const string BotId = $"28:{AppId}";
    public const string BotName = "IncidentBot";
    public const string Team = "19:team@thread.tacv2";
    public const string Channel = "19:incidents@thread.tacv2";

    public static readonly FakeTeamsUser Alice = new("29:1alice", "Alice", "aaaaaaaa-0000-4000-8000-000000000001");
    public static readonly FakeTeamsUser Bob = new("29:1bob", "Bob", "bbbbbbbb-0000-4000-8000-000000000002");

    private readonly Lock gate = new();
    private readonly List<FakeTeamsCall> calls = [];
    private readonly List<FakeTeamsMessage> messages = [];
    private readonly List<(string To, JsonNode Body)> acks = [];
    /// <summary>
    /// The first read of keys in a process compiles the library that reads them. On a busy machine that alone can take the five
    /// seconds that the bot gives to a read, so it is done once before any test counts on them.
    /// </summary>
    private static readonly Lazy<Task> Compiled = new(CompileAsync);

    private readonly Queue<FakeTeamsFailure> failures = [];
    private TaskCompletionSource changed = New();
    private WebApplication? app;
    private int lastNumber;

    private FakeTeams(TimeProvider time)
    {
        Time = time;
        Issuer = new FakeTeamsIssuer(time);
        Sender = new FakeTeamsSender(this);
    }

    public TimeProvider Time { get; }

    public FakeTeamsIssuer Issuer { get; }

    public FakeTeamsSender Sender { get; }

    public Uri Url => new(app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>What activities carry, and where answers go.</summary>
    public string ServiceUrl => new Uri(Url, "/amer/").ToString();

    public string Metadata => new Uri(Url, "/v1/.well-known/openidconfiguration").ToString();

    /// <summary>The settings under which a bot belongs here.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Teams:AppId"] = AppId,
        ["Teams:ClientSecret"] = Issuer.ClientSecret,
        ["Teams:TenantId"] = Tenant,
        ["Teams:Authority"] = Url.ToString(),
        ["Teams:Metadata"] = Metadata,

        // On a machine that runs many tests at once even this server may answer late, and what is sent here is not sent again.
        ["Teams:KeysWithin"] = "00:01:00",
        ["Teams:ServiceUrl"] = ServiceUrl,
    };

    /// <summary>People in whose own chats the bot is not installed.</summary>
    public HashSet<string> Uninstalled { get; } = [];

    /// <summary>Nothing that is sent arrives.</summary>
    public bool IsDown { get; set; }

    /// <summary>The people of the team, where they are more than those who talk here.</summary>
    public IReadOnlyList<FakeTeamsUser> TeamMembers { get; set; } = [Alice, Bob];

    /// <summary>Every call of the connector, done or not, in order.</summary>
    public IReadOnlyList<FakeTeamsCall> Calls
    {
        get
        {
            lock (gate)
            {
                return [.. calls];
            }
        }
    }

    /// <summary>What the bot answered at once: to <c>task/fetch</c>, <c>adaptiveCard/action</c> and the like.</summary>
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
    public IReadOnlyList<FakeTeamsMessage> Messages
    {
        get
        {
            lock (gate)
            {
                return [.. messages];
            }
        }
    }

    public static async Task<FakeTeams> StartAsync(TimeProvider? time = null)
    {
        await Compiled.Value;
        return await StartColdAsync(time);
    }

    private static async Task CompileAsync()
    {
        await using var teams = await StartColdAsync(null);
        await OpenIdConnectConfigurationRetriever.GetAsync(
            teams.Metadata, new HttpDocumentRetriever { RequireHttps = false }, CancellationToken.None);
    }

    private static async Task<FakeTeams> StartColdAsync(TimeProvider? time)
    {
        var teams = new FakeTeams(time ?? TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        teams.app = builder.Build();
        teams.Issuer.Map(teams.app, () => teams.Url);
        new FakeTeamsConnector(teams).Map(teams.app);
        await teams.app.StartAsync();
        return teams;
    }

    /// <summary>A person's own chat with the bot.</summary>
    public static string PersonalChat(FakeTeamsUser user) => $"a:1{user.Name.ToLowerInvariant()}-and-the-bot";

    /// <summary>The next call of the connector fails like this.</summary>
    public void FailNext(FakeTeamsFailure failure)
    {
        lock (gate)
        {
            failures.Enqueue(failure);
        }
    }

    public void Delete(FakeTeamsMessage message)
    {
        lock (gate)
        {
            messages.RemoveAll(other => other.Id == message.Id);
        }
    }

    /// <summary>Waits until somebody can see a message like this; posted or updated, before or after the call.</summary>
    public async Task<FakeTeamsMessage> WaitForAsync(Func<FakeTeamsMessage, bool> wanted, CancellationToken ct)
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

        Issuer.Dispose();
    }

    internal void Record(FakeTeamsCall call)
    {
        lock (gate)
        {
            calls.Add(call);
        }
    }

    internal void RecordAck(string to, JsonNode body)
    {
        lock (gate)
        {
            acks.Add((to, body));
        }
    }

    internal FakeTeamsFailure? TakeFailure()
    {
        lock (gate)
        {
            return failures.TryDequeue(out var failure) ? failure : null;
        }
    }

    internal string NextId() => (1795325000000 + Interlocked.Increment(ref lastNumber)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal void Show(FakeTeamsMessage message)
    {
        lock (gate)
        {
            messages.Add(message);
            Announce();
        }
    }

    /// <returns>False when there is no such message of the bot.</returns>
    internal bool Edit(string conversation, string id, JsonObject activity)
    {
        lock (gate)
        {
            var index = messages.FindIndex(message => message.Id == id && message.Conversation == conversation);
            if (index < 0)
            {
                return false;
            }

            messages[index] = messages[index] with { Activity = activity, Edits = messages[index].Edits + 1 };
            Announce();
            return true;
        }
    }

    internal bool Remove(string conversation, string id)
    {
        lock (gate)
        {
            return messages.RemoveAll(message => message.Id == id && message.Conversation == conversation) > 0;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Announce()
    {
        var before = changed;
        changed = New();
        before.SetResult();
    }
}

internal sealed record FakeTeamsUser(string Id, string Name, string AadObjectId);
