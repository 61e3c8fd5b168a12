using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

public sealed class KillClientActionTests
{
    [Theory]
    [InlineData(true, ActionRig.DefaultUser)]
    [InlineData(true, ActionRig.NamedUser)]
    [InlineData(false, ActionRig.DefaultUser)]
    [InlineData(false, ActionRig.NamedUser)]
    public async Task An_ordinary_client_is_closed_by_id_or_address_and_nobody_else(bool byId, string user)
    {
        await using var server = await RedisServer.StartAsync();
        await using var victim = await ClientAsync(server, RedisCommand.OfConnection("CLIENT", "SETNAME", "leaky-pool"));
        await using var other = await ClientAsync(server);
        await using var rig = await ActionRig.ConnectedAsync(server, user);
        var command = $"kill-client {(byId ? victim.Id : victim.Address)}";

        var plan = await rig.ReadyAsync(command);
        Assert.StartsWith(
            $"Would close 1 connection to primary: client {victim.Id} at {victim.Address} (leaky-pool), idle ",
            plan.Summary,
            StringComparison.Ordinal);
        Assert.False((await rig.VerifyAsync(command, plan)).Holds);

        var done = Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync(command, plan));
        Assert.Equal($"Closed the connection of client {victim.Id}.", done.Summary);
        var verified = await rig.VerifyAsync(command, plan);
        Assert.True(verified.Holds, verified.Answer);
        await Assert.ThrowsAnyAsync<IOException>(async () => await victim.Connection.ReadAsync(TestRedis.Token));
        Assert.Equal("PONG", (await other.AskAsync(RedisCommand.Of("PING"))).AsString());
    }

    [Theory]
    [InlineData("999999")]
    [InlineData("10.1.2.3:4567")]
    public async Task One_that_is_not_there_is_nothing_to_do(string client)
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server);

        Assert.StartsWith(
            $"primary has no client {client}",
            Assert.IsType<PlanResult.Nothing>(await rig.PlanAsync($"kill-client {client}")).Why,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" everybody")]
    [InlineData(" -1")]
    [InlineData(" 1 2")]
    public async Task What_is_neither_an_id_nor_an_address_is_refused_before_anything_is_asked(string words)
    {
        await using var rig = new ActionRig("redis://127.0.0.1");

        Assert.IsType<ActionReading.Wrong>(rig.Reader.Read("redis.kill-client", words.Split(' ', StringSplitOptions.RemoveEmptyEntries), null));
    }

    [Theory]
    [InlineData("a subscriber", "SUBSCRIBE", "news")]
    [InlineData("a subscriber", "PSUBSCRIBE", "news.*")]
    [InlineData("a subscriber", "SSUBSCRIBE", "news")]
    [InlineData("a worker that waits for jobs", "BLPOP", "bull:email:wait", "0")]
    [InlineData("a worker that waits for jobs", "BZPOPMIN", "bull:email:marker", "0")]
    [InlineData("a worker that waits for jobs", "CLIENT", "SETNAME", "bull:ZW1haWw=")]
    [InlineData("in the middle of a transaction", "MULTI")]
    public async Task Clients_that_would_lose_something_are_refused(string rule, params string[] words)
    {
        await using var server = await RedisServer.StartAsync();
        await using var client = await ClientAsync(server);
        await client.Connection.SendAsync(
            RespWriter.Encode(RedisCommand.OfConnection(words[0], [.. words.Skip(1).Select(word => (RedisArgument)word)])),
            TestRedis.Token);
        await Eventually.TrueAsync(
            async () => (await EntryAsync(server, client.Id)).Command.StartsWith(words[0], StringComparison.OrdinalIgnoreCase),
            "the server has its command");
        await using var rig = await ActionRig.ConnectedAsync(server);

        foreach (var named in new[] { client.Id, client.Address })
        {
            var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"kill-client {named}"));
            Assert.Contains(rule, refused.Rule, StringComparison.Ordinal);
            Reports.AssertKnownCommands(rig, refused.Hint);
        }
    }

    [Fact]
    public async Task Both_ends_of_a_replication_link_are_refused()
    {
        await using var master = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", master.Port.ToString(CultureInfo.InvariantCulture));
        await using var atMaster = await ActionRig.ConnectedAsync(master);
        await using var atReplica = await ActionRig.ConnectedAsync(replica);

        foreach (var (server, rig, flag) in new[] { (master, atMaster, 'S'), (replica, atReplica, 'M') })
        {
            ClientEntry? link = null;
            await Eventually.TrueAsync(
                async () => (link = (await ListAsync(server)).FirstOrDefault(entry => entry.Flags.Contains(flag, StringComparison.Ordinal))) is not null,
                "the link is up");
            Assert.Contains(
                "a replication link",
                Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"kill-client {link!.Id}")).Rule,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(ActionRig.Users), MemberType = typeof(ActionRig))]
    public async Task The_bot_does_not_cut_itself_off(string user)
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server, user);
        await using var own = await rig.Target.OpenAsync(TestRedis.Token);
        var bots = (await ListAsync(server)).Where(entry => entry.Name == "incidentbot").ToList();

        Assert.Equal(2, bots.Count);
        foreach (var bot in bots)
        {
            Assert.Contains(
                "is the bot itself",
                Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"kill-client {bot.Id}")).Rule,
                StringComparison.Ordinal);
            Assert.Contains(
                "is the bot itself",
                Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"kill-client {bot.Address}")).Rule,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_bot_knows_itself_also_where_it_may_not_take_a_name()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(await ActionRig.UrlAsync(server, ActionRig.NamedUser, "+@all -client|setname"));
        var self = (await rig.Target.ExecuteAsync("CLIENT", ["ID"], TestRedis.Token)).AsLong();
        Assert.Equal("", (await EntryAsync(server, $"{self}")).Name);

        Assert.Contains("is the bot itself", Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"kill-client {self}")).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_belongs_to_somebody_else_by_now_voids_the_approval_and_is_not_closed()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = new ActionRig(server.Url);
        for (var id = 0; id < 50; id++)
        {
            // A new server counts from 1 again: its id must not be past before anybody could have it.
            await server.AskAsync("PING");
        }

        await using var meant = await ClientAsync(server);
        var command = $"kill-client {meant.Id}";
        var approved = await rig.ReadyAsync(command);
        await server.KillAsync();
        await server.RestartAsync();
        await using var innocent = await ClientWithIdAsync(server, meant.Id);

        ActionPlan? fresh = null;
        await Eventually.TrueAsync(async () => (fresh = (await rig.PlanAsync(command) as PlanResult.Ready)?.Plan) is not null, "the bot is connected again");
        Assert.StartsWith($"address is {innocent.Address}", Assert.Single(fresh!.DriftFrom(approved)), StringComparison.Ordinal);

        await rig.ApplyAsync(command, approved);
        Assert.Equal("PONG", (await innocent.AskAsync(RedisCommand.Of("PING"))).AsString());
        Assert.True((await rig.VerifyAsync(command, approved)).Holds);
    }

    [Fact]
    public async Task An_address_that_belongs_to_another_connection_by_now_voids_the_approval()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server);
        await using var client = await ClientAsync(server);
        var plan = await rig.ReadyAsync($"kill-client {client.Address}");
        var reused = plan with { Pins = new Dictionary<string, string>(plan.Pins) { ["id"] = "7777" } };

        Assert.StartsWith("id is 7777", Assert.Single(reused.DriftFrom(plan)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_left_meanwhile_is_done_and_holds()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server);
        var client = await ClientAsync(server);
        var command = $"kill-client {client.Id}";
        var plan = await rig.ReadyAsync(command);
        await client.DisposeAsync();
        await Eventually.TrueAsync(async () => (await ListAsync(server)).All(entry => client.Id != $"{entry.Id}"), "it has left");

        Assert.Equal($"Client {client.Id} had already gone.", Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync(command, plan)).Summary);
        Assert.True((await rig.VerifyAsync(command, plan)).Holds);
    }

    [Theory]
    [MemberData(nameof(ActionRig.Users), MemberType = typeof(ActionRig))]
    public async Task It_works_over_the_held_connection_and_lets_others_in_again(string user)
    {
        await using var server = await RedisServer.StartAsync("--maxclients", "6");
        await using var rig = await ActionRig.ConnectedAsync(server, user);
        var taken = await RedisTroubles.FillClientsAsync(server);
        await taken[0].SendAsync(RespWriter.Encode(RedisCommand.Of("CLIENT", "ID")), TestRedis.Token);
        var command = $"kill-client {(await taken[0].ReadAsync(TestRedis.Token)).AsLong()}";

        var plan = await rig.ReadyAsync(command);
        Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync(command, plan));

        Assert.True((await rig.VerifyAsync(command, plan)).Holds);
        Assert.True((await rig.Target.ProbeAsync(TestRedis.Token)).Ok);
    }

    private static async Task<IReadOnlyList<ClientEntry>> ListAsync(RedisServer server) =>
        ClientList.Parse((await server.AskAsync("CLIENT", "LIST")).AsString()!).Clients;

    private static async Task<ClientEntry> EntryAsync(RedisServer server, string id) => (await ListAsync(server)).Single(entry => id == $"{entry.Id}");

    private static async Task<Client> ClientWithIdAsync(RedisServer server, string id)
    {
        while (true)
        {
            var client = await ClientAsync(server);
            if (client.Id == id)
            {
                return client;
            }

            await client.DisposeAsync();
            Assert.True(long.Parse(client.Id, CultureInfo.InvariantCulture) < long.Parse(id, CultureInfo.InvariantCulture), "the ids are past it already");
        }
    }

    private static async Task<Client> ClientAsync(RedisServer server, params RedisCommand[] commands)
    {
        var connection = await server.ConnectAsync();
        var client = new Client(connection, "", "");
        foreach (var command in commands)
        {
            Assert.Null((await client.AskAsync(command)).AsError);
        }

        var entry = ClientEntry.Parse((await client.AskAsync(RedisCommand.Of("CLIENT", "INFO"))).AsString()!.TrimEnd())!;
        return client with { Id = $"{entry.Id}", Address = entry.Address };
    }

    private sealed record Client(RespConnection Connection, string Id, string Address) : IAsyncDisposable
    {
        public async Task<RespValue> AskAsync(RedisCommand command)
        {
            await Connection.SendAsync(RespWriter.Encode(command), TestRedis.Token);
            return await Connection.ReadAsync(TestRedis.Token);
        }

        public ValueTask DisposeAsync() => Connection.DisposeAsync();
    }
}
