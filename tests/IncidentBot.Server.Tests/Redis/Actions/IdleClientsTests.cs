using IncidentBot.Actions;
using IncidentBot.Redis.Actions.Clients;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

/// <summary>Real connections of every kind, left alone until the server itself calls them idle.</summary>
public sealed class IdleClientsTests
{
    [Fact]
    public async Task Only_ordinary_idle_connections_are_closed()
    {
        await using var scene = await RedisScene.StartAsync();
        await using var crowd = await Crowd.JoinAsync(scene.Server, ordinary: 3);

        var report = await scene.ReadAsync("idle-clients 1s");
        Assert.StartsWith("primary: 3 of ", report.Answer, StringComparison.Ordinal);
        Assert.Contains(report.Evidence, line => line.Contains("3  name api", StringComparison.Ordinal));
        Assert.Equal("/redis kill-idle 1s on primary", Assert.Single(report.Next).Command);

        var ran = await scene.RunAsync("kill-idle 1s");

        Assert.StartsWith("Would close 3 of ", ran.Plan.Summary, StringComparison.Ordinal);
        Assert.Contains("3  name api, longest ", ran.Plan.Notes[0], StringComparison.Ordinal);
        Assert.Equal("Closed 3 connections.", Assert.IsType<ApplyResult.Done>(ran.Applied).Summary);
        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.Equal(1, ran.Progress[^1].Fraction);
        Assert.Null(ran.Plan.Undo);
        var left = ClientList.Parse((await scene.Server.AskAsync("CLIENT", "LIST")).AsString()!).Clients;
        Assert.DoesNotContain(left, client => client.Name == "api");
        Assert.Equal(["bull:ZW1haWw=", "subscriber", "transaction", "worker"], left.Select(client => client.Name).Where(Crowd.Protected.Contains).Order());
    }

    [Fact]
    public async Task What_is_kept_is_counted_by_its_reason()
    {
        await using var scene = await RedisScene.StartAsync();
        await using var crowd = await Crowd.JoinAsync(scene.Server, ordinary: 0);

        var nothing = Assert.IsType<PlanResult.Nothing>(await scene.PlanAsync("kill-idle 1s"));

        Assert.Contains("2 a worker that waits for jobs", nothing.Why, StringComparison.Ordinal);
        Assert.Contains("1 a subscriber", nothing.Why, StringComparison.Ordinal);
        Assert.Contains("1 in the middle of a transaction", nothing.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_came_back_to_life_since_the_plan_is_spared()
    {
        await using var scene = await RedisScene.StartAsync();
        await using var crowd = await Crowd.JoinAsync(scene.Server, ordinary: 2);
        await using var session =
            await new RedisSessions(RedisEndpoint.Parse(scene.Server.Url), new RedisTls(), TestRedis.Patient, TimeProvider.System).OpenAsync(TestRedis.Token);
        var chosen = (await IdleClients.ReadAsync(session, TimeSpan.FromSeconds(1), TestRedis.Token)).Closable.Clients;
        await crowd.WakeAsync(0);

        Assert.Single(await IdleClients.StillIdleAsync(session, [.. chosen], TimeSpan.FromSeconds(1), TestRedis.Token));
    }

    [Fact]
    public async Task It_works_while_new_clients_are_refused()
    {
        await using var scene = await RedisScene.StartAsync("--maxclients", "12");
        await scene.ReadAsync("clients");
        var crowd = await RedisTroubles.FillClientsAsync(scene.Server);
        await Eventually.TrueAsync(
            async () => await scene.PlanAsync("kill-idle 1s") is PlanResult.Ready { Plan.Figures: [{ Value: >= 5 }] },
            "the crowd is idle");

        var ran = await scene.RunAsync("kill-idle 1s");

        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.Equal("PONG", (await scene.Server.AskAsync("PING")).AsString());
        foreach (var client in crowd)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_plan_writes_nothing()
    {
        await using var scene = await RedisScene.StartAsync();
        await using var crowd = await Crowd.JoinAsync(scene.Server, ordinary: 1);

        await scene.PlansOnlyReadAsync("kill-idle 1s");
    }

    [Fact]
    public async Task A_lacking_permission_is_named()
    {
        await using var scene = await RedisScene.AsUserAsync(await RedisServer.StartAsync(), "+ping", "+info");

        Assert.Contains("'client|list'", (await scene.RefusedAsync("kill-idle 5m")).Rule, StringComparison.Ordinal);
        var report = await scene.ReadAsync("idle-clients");
        Assert.Equal(("NOPERM", true), (report.FailureClass, report.Healthy));
    }

    [Theory]
    [InlineData("idle-clients soon")]
    [InlineData("idle-clients 0s")]
    [InlineData("idle-clients 5")]
    [InlineData("kill-idle 5y")]
    [InlineData("kill-idle -5m")]
    [InlineData("kill-idle m")]
    public async Task A_wrong_age_is_told(string typed)
    {
        await using var scene = await RedisScene.StartAsync();

        Assert.EndsWith(
            "is no age. Write a number with s, m, h, d or w, such as 5m.",
            Assert.IsType<ActionReading.Wrong>(scene.Type(typed)).Fault,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id=1 addr=a:1 name= flags=N cmd=get multi=-1 sub=0 psub=0 idle=9", null)]
    [InlineData("id=1 addr=a:1 name= flags=U cmd=get multi=-1 sub=0 psub=0 idle=9", null)]
    [InlineData("id=1 addr=a:1 name= flags=S cmd=replconf multi=-1 sub=0 psub=0", "a replication link")]
    [InlineData("id=1 addr=a:1 name= flags=M cmd=ping multi=-1 sub=0 psub=0", "a replication link")]
    [InlineData("id=1 addr=a:1 name= flags=P cmd=subscribe multi=-1 sub=1 psub=0", "a subscriber")]
    [InlineData("id=1 addr=a:1 name= flags=N cmd=ssubscribe multi=-1 sub=0 psub=0 ssub=1", "a subscriber")]
    [InlineData("id=1 addr=a:1 name= flags=b cmd=blpop multi=-1 sub=0 psub=0", "a worker")]
    [InlineData("id=1 addr=a:1 name= flags=N cmd=brpoplpush multi=-1 sub=0 psub=0", "a worker")]
    [InlineData("id=1 addr=a:1 name=bull:ZW1haWw= flags=N cmd=hget multi=-1 sub=0 psub=0", "a worker")]
    [InlineData("id=1 addr=a:1 name= flags=x cmd=get multi=2 sub=0 psub=0", "in the middle of a transaction")]
    [InlineData("id=1 addr=a:1 name= flags=O cmd=monitor multi=-1 sub=0 psub=0", "no ordinary client")]
    [InlineData("id=1 addr=a:1 name=incidentbot flags=N cmd=ping multi=-1 sub=0 psub=0", "the bot itself")]
    public void Who_is_protected(string line, string? why)
    {
        var found = ClientProtection.Of(ClientEntry.Parse(line)!);

        Assert.True(why is null ? found is null : found?.StartsWith(why, StringComparison.Ordinal) == true, found);
    }

    /// <summary>Some ordinary clients and one of each kind that must stay, all idle for a second by the server's own count.</summary>
    private sealed class Crowd : IAsyncDisposable
    {
        public static readonly string[] Protected = ["bull:ZW1haWw=", "subscriber", "transaction", "worker"];

        private readonly List<RespConnection> all = [];

        public static async Task<Crowd> JoinAsync(RedisServer server, int ordinary)
        {
            var crowd = new Crowd();
            for (var i = 0; i < ordinary; i++)
            {
                await crowd.AddAsync(server, "api", RedisCommand.Of("PING"));
            }

            await crowd.AddAsync(server, "bull:ZW1haWw=", RedisCommand.Of("PING"));
            await crowd.AddAsync(server, "subscriber", RedisCommand.OfConnection("SUBSCRIBE", "news"));
            await crowd.AddAsync(server, "transaction", RedisCommand.OfConnection("MULTI"));
            await crowd.AddAsync(server, "worker", RedisCommand.Of("BLPOP", "empty", 0), waits: true);
            await Eventually.TrueAsync(
                async () => ClientList.Parse((await server.AskAsync("CLIENT", "LIST")).AsString()!).Clients
                    .Count(client => client.Name.Length > 0 && client.Name != "incidentbot" && client.Idle >= TimeSpan.FromSeconds(1)) == crowd.all.Count,
                "everybody has been idle for a second");
            return crowd;
        }

        public async Task WakeAsync(int index)
        {
            await all[index].SendAsync(RespWriter.Encode(RedisCommand.Of("PING")), TestRedis.Token);
            await all[index].ReadAsync(TestRedis.Token);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var connection in all)
            {
                await connection.DisposeAsync();
            }
        }

        private async Task AddAsync(RedisServer server, string name, RedisCommand last, bool waits = false)
        {
            var connection = await server.ConnectAsync();
            all.Add(connection);
            await connection.SendAsync(RespWriter.Encode(RedisCommand.OfConnection("CLIENT", "SETNAME", name), last), TestRedis.Token);
            await connection.ReadAsync(TestRedis.Token);
            if (!waits)
            {
                await connection.ReadAsync(TestRedis.Token);
            }
        }
    }
}
