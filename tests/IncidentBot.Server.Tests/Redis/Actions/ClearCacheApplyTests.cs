using System.Globalization;
using System.Text;
using IncidentBot.Actions;
using IncidentBot.Redis.Actions.Caches;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions;

public sealed class ClearCacheApplyTests
{
    private const string Command = "clear-cache rl:*";

    public static TheoryData<string, string> LossesAndUsers => new()
    {
        { "client", ActionRig.DefaultUser },
        { "client", ActionRig.NamedUser },
        { "server", ActionRig.DefaultUser },
        { "server", ActionRig.NamedUser },
    };

    [Theory]
    [MemberData(nameof(ActionRig.Users), MemberType = typeof(ActionRig))]
    public async Task Exactly_the_matching_keys_go(string user)
    {
        await using var server = await RedisServer.StartAsync();
        byte[][] others =
        [
            .. new[]
            {
                "rl", "rL:1", "RL:1", "xrl:1", "r:l:1", "rl;1", "bull:email:wait", "bull:rl:1", "rq:queue:rl:1", "sess:1",
                "cb:1", "*", "?l:1", "[r]l:1", "rl\\:1",
            }.Select(Encoding.ASCII.GetBytes),
            [0, 255, 10, 13], [(byte)'r', (byte)'l', 0, (byte)':'],
        ];
        byte[][] matching =
        [
            .. new[] { "rl:", "rl:*", "rl:[a-z]", "rl:?", "rl:\\", "rl: with blanks", "rl:ünïcode" }.Select(Encoding.UTF8.GetBytes),
            [.. "rl:"u8, 0, 255, 10, 13],
        ];
        await server.AskAllAsync([.. others.Concat(matching).Select(key => RedisCommand.Of("SET", key, key))]);
        await server.AskAllAsync(
            RedisCommand.Of("LPUSH", "bull:email:active", "1"),
            RedisCommand.Of("HSET", "rl:hash", "f", "v"),
            RedisCommand.Of("ZADD", "rl:zset", 1, "m"));
        await RedisTroubles.FillAsync(server, ("rl:", 5000, 10), ("sess:", 500, 10), ("bull:mail:", 500, 10));
        await using var rig = await ActionRig.ConnectedAsync(server, user);
        var before = await KeysAsync(server);
        var plan = await rig.ReadyAsync(Command);
        var progress = new SeenProgress();

        var done = Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync(Command, plan, progress));

        var expected = before.Where(key => !key.StartsWith("726C3A", StringComparison.Ordinal)).ToList();
        Assert.Equal(5000 + matching.Length + 2, before.Count - expected.Count);
        Assert.Equal(expected, await KeysAsync(server));
        Assert.All(await server.AskAllAsync([.. others.Select(key => RedisCommand.Of("GET", key))]), value => Assert.False(value.IsNil));
        Assert.StartsWith($"Unlinked {5000 + matching.Length + 2:N0} keys in ", done.Summary, StringComparison.Ordinal);
        AssertMonotone(progress);
        Assert.Equal(1, progress.Seen[^1].Fraction);
        var verified = await rig.VerifyAsync(Command, plan);
        Assert.True(verified.Holds, verified.Answer);
        Assert.Contains("0 keys match rl:* now", verified.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_it_stops_early_and_leaves_the_rest()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 20_000, 10), ("sess:", 100, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);
        var plan = await rig.ReadyAsync(Command);
        using var stop = new CancellationTokenSource();
        var progress = new SeenProgress(stop.CancelAsync);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.ApplyAsync(Command, plan, progress, stop.Token));

        var removed = Removed(Assert.Single(progress.Seen));
        Assert.InRange(removed, 1, 19_999);
        Assert.Equal(20_100 - removed, (await server.AskAsync("DBSIZE")).AsLong());
        Assert.Equal(20_000 - removed, Removed(Progress((await rig.ReadyAsync(Command)).Figures[0].Value)));
    }

    [Fact]
    public async Task Stopped_while_a_page_is_on_its_way_it_counts_that_page_too()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 20_000, 10), ("sess:", 100, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);
        using var stop = new CancellationTokenSource();
        var session = new StoppedOnTheWay(await rig.Target.HoldAsync(TestRedis.Token), stop);
        long counted = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Get<CacheSweep>().RunAsync(session, "rl:*", sum => counted = sum, stop.Token));

        Assert.InRange(counted, 1, 19_999);
        Assert.Equal(20_100 - counted, (await server.AskAsync("DBSIZE")).AsLong());
    }

    [Theory]
    [MemberData(nameof(ActionRig.Users), MemberType = typeof(ActionRig))]
    public async Task It_works_over_the_held_connection_when_nobody_else_gets_in(string user)
    {
        await using var server = await RedisServer.StartAsync("--maxclients", "6");
        await RedisTroubles.FillAsync(server, ("rl:", 5000, 10), ("sess:", 100, 10));
        await using var rig = await ActionRig.ConnectedAsync(server, user);
        var taken = await RedisTroubles.FillClientsAsync(server);

        await ClearAsync(rig);

        Assert.Equal(100, await SizeAsync(taken[0]));
        Assert.Equal(FailureClass.MaxClients, (await rig.Target.ProbeAsync(TestRedis.Token)).Failure?.Class);
    }

    [Fact]
    public async Task It_works_over_the_held_connection_when_a_full_tls_server_hangs_up_without_a_word()
    {
        await using var server = await RedisServer.StartWithTlsAsync("--maxclients", "6");
        await RedisTroubles.FillAsync(server, ("rl:", 5000, 10), ("sess:", 100, 10));
        await using var rig = new ActionRig(server.TlsUrl, $"Targets:primary:TlsCaFile={server.Certificates!.CaFile}");
        await rig.Target.HoldAsync(TestRedis.Token);
        var taken = await RedisTroubles.FillClientsAsync(server);

        await ClearAsync(rig);

        Assert.Equal(100, await SizeAsync(taken[0]));
    }

    [Theory]
    [MemberData(nameof(ActionRig.Users), MemberType = typeof(ActionRig))]
    public async Task It_frees_a_server_that_is_out_of_memory(string user)
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 40_000, 200), ("sess:", 100, 10));
        await server.AskAsync("CONFIG", "SET", "maxmemory", "6mb");
        Assert.NotNull((await server.AskAsync("SET", "a", "b")).AsError);
        await using var rig = await ActionRig.ConnectedAsync(server, user);

        await ClearAsync(rig);

        Assert.Equal(100, (await server.AskAsync("DBSIZE")).AsLong());
        Assert.Null((await server.AskAsync("SET", "a", "b")).AsError);
    }

    [Fact]
    public async Task Writers_of_the_same_prefix_do_not_keep_it_busy_and_what_was_there_is_gone()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:old:", 20_000, 10), ("sess:", 100, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);
        var plan = await rig.ReadyAsync(Command);
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(server, stop.Token);

        var result = await rig.ApplyAsync(Command, plan);
        await stop.CancelAsync();
        var written = await writing;

        Assert.IsType<ApplyResult.Done>(result);
        Assert.True(written > 0, "nothing was written meanwhile");
        Assert.DoesNotContain(await KeysAsync(server), key => key.StartsWith(Convert.ToHexString("rl:old:"u8), StringComparison.Ordinal));
        Assert.Equal(100, (await KeysAsync(server)).Count(key => key.StartsWith(Convert.ToHexString("sess:"u8), StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(LossesAndUsers))]
    public async Task A_connection_lost_in_the_middle_leaves_it_unknown_and_says_how_far_it_came(string loss, string user)
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 20_000, 10), ("sess:", 100, 10));
        await using var rig = await ActionRig.ConnectedAsync(server, user);
        var plan = await rig.ReadyAsync(Command);
        var progress = new SeenProgress(() => loss == "server" ? server.KillAsync() : server.AskAsync("CLIENT", "KILL", "TYPE", "normal"));

        var unknown = Assert.IsType<ApplyResult.Unknown>(await rig.ApplyAsync(Command, plan, progress));

        Assert.Contains("The connection was lost", unknown.Reason, StringComparison.Ordinal);
        Assert.Contains(progress.Seen[^1].Text, unknown.Reason, StringComparison.Ordinal);
        AssertMonotone(progress);
        if (loss == "client")
        {
            Assert.InRange((await server.AskAsync("DBSIZE")).AsLong()!.Value, 100, 20_100 - Removed(progress.Seen[^1]));
        }
    }

    [Fact]
    public async Task A_refusal_in_the_middle_fails_in_the_words_of_the_server_and_says_how_far_it_came()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 20_000, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);
        var plan = await rig.ReadyAsync(Command);
        var progress = new SeenProgress(() => server.AskAsync("REPLICAOF", "127.0.0.1", FreePort.Next()));

        var failed = Assert.IsType<ApplyResult.Failed>(await rig.ApplyAsync(Command, plan, progress));

        Assert.StartsWith("primary refused: READONLY ", failed.Reason, StringComparison.Ordinal);
        Assert.Contains(progress.Seen[^1].Text, failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_gone_before_the_first_key_fails_and_says_that_nothing_was_done()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 100, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);
        var plan = await rig.ReadyAsync(Command);
        await server.KillAsync();
        await Eventually.TrueAsync(() => rig.Target.HeldNow is null, "the bot has seen it");

        var failed = Assert.IsType<ApplyResult.Failed>(await rig.ApplyAsync(Command, plan));

        Assert.Contains("REFUSED at TCP", failed.Reason, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was done.", failed.Reason, StringComparison.Ordinal);
    }

    private static async Task ClearAsync(ActionRig rig)
    {
        var plan = await rig.ReadyAsync(Command);
        Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync(Command, plan));
        var verified = await rig.VerifyAsync(Command, plan);
        Assert.True(verified.Holds, verified.Answer);
    }

    private static void AssertMonotone(SeenProgress progress)
    {
        Assert.NotEmpty(progress.Seen);
        var counts = progress.Seen.Select(Removed).ToList();
        Assert.Equal(counts.Order(), counts);
        Assert.All(progress.Seen, report => Assert.InRange(report.Fraction ?? -1, 0, 1));
    }

    private static RunProgress Progress(double keys) => new($"{Figures.Count((long)keys)} keys unlinked", null);

    private static long Removed(RunProgress progress) => long.Parse(progress.Text.Split(' ')[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    /// <summary>Every key in hex, in order: not by SCAN, which is what the code under test uses.</summary>
    private static async Task<IReadOnlyList<string>> KeysAsync(RedisServer server) =>
        [.. (await server.AskAsync("KEYS", "*"))
            .AsItems()
            .Cast<RespValue.Text>()
            .Select(key => Convert.ToHexString(key.Bytes.Span))
            .Order(StringComparer.Ordinal)];

    private static async Task<long?> SizeAsync(RespConnection connection)
    {
        await connection.SendAsync(RespWriter.Encode(RedisCommand.Of("DBSIZE")), TestRedis.Token);
        return (await connection.ReadAsync(TestRedis.Token)).AsLong();
    }

    private static async Task<int> WriteAsync(RedisServer server, CancellationToken stop)
    {
        var written = 0;
        while (!stop.IsCancellationRequested)
        {
            await server.AskAllAsync([.. Enumerable.Range(written, 100).Select(n => RedisCommand.Of("SET", $"rl:new:{n}", "x"))]);
            written += 100;
        }

        return written;
    }
}
