using IncidentBot.Actions;
using IncidentBot.Redis.Actions.Memory;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

public sealed class BigKeysTests
{
    [Fact]
    public async Task The_largest_keys_are_found_by_bytes_with_type_and_time_to_live()
    {
        await using var scene = await RedisScene.StartAsync();
        await RedisTroubles.FillAsync(scene.Server, ("sess:", 5000, 50));
        await scene.Server.AskAllAsync(
            RedisCommand.Of("SET", "page:big", new string('x', 300_000), "EX", 7200),
            RedisCommand.Of("EVAL", "for i = 1, 2000 do redis.call('rpush', KEYS[1], string.rep('y', 400)) end", 1, "list:bigger"),
            RedisCommand.Of("HSET", "hash:small", "a", new string('z', 20_000)));

        var report = await scene.ReadAsync("big-keys 3 whole");

        Assert.EndsWith("KB: list:bigger", report.Answer, StringComparison.Ordinal);
        Assert.Equal(4, report.Evidence.Count);
        Assert.Matches("^ +[0-9]+ KB  list    never expires  list:bigger$", report.Evidence[0]);
        Assert.Matches("^ +[0-9]+ KB  string  expires in [12] h( [0-9]+ min)?  page:big$", report.Evidence[1]);
        Assert.Matches("^ +[0-9]+ KB  hash    never expires  hash:small$", report.Evidence[2]);
        Assert.StartsWith("All 5,003 keys were weighed in ", report.Evidence[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Out_of_time_it_says_how_much_was_seen()
    {
        await using var scene = await RedisScene.StartAsync();
        await RedisTroubles.FillAsync(scene.Server, ("sess:", 5000, 50));
        await using var session =
            await new RedisSessions(RedisEndpoint.Parse(scene.Server.Url), new RedisTls(), TestRedis.Patient, TimeProvider.System).OpenAsync(TestRedis.Token);

        var found = await new BigKeys(TimeProvider.System).FindAsync(session, 10, TimeSpan.Zero, TestRedis.Token);

        Assert.False(found.Complete);
        Assert.InRange(found.Seen, 1, 4999);
        Assert.Equal((5000, 10), (found.DatabaseSize, found.Keys.Count));
    }

    [Fact]
    public async Task An_empty_database_is_an_answer()
    {
        await using var scene = await RedisScene.StartAsync();

        Assert.Equal("primary holds no keys", (await scene.ReadAsync("big-keys")).Answer);
    }

    [Fact]
    public async Task A_key_is_shown_by_its_group_unless_somebody_asks_for_all_of_it()
    {
        await using var scene = await RedisScene.StartAsync();
        await scene.Server.AskAllAsync(
            RedisCommand.Of("SET", "sess:CANARYsesskey", new string('x', 30_000)),
            RedisCommand.Of("SET", "0123CANARYplain", new string('x', 20_000)),
            RedisCommand.Of("SET", "settings", new string('x', 10_000)));

        var report = await scene.ReadAsync("big-keys");

        Assert.DoesNotContain("CANARY", report.Text(), StringComparison.Ordinal);
        Assert.EndsWith("  sess:*", report.Evidence[0], StringComparison.Ordinal);
        Assert.EndsWith("  0123…", report.Evidence[1], StringComparison.Ordinal);
        Assert.EndsWith("  settings", report.Evidence[2], StringComparison.Ordinal);
        Assert.Equal(
            "Of keys only the group is shown, of scripts nothing. Whoever may respond sees more: `/redis big-keys 10 whole on primary`",
            report.Evidence[3]);
        Assert.EndsWith("  sess:CANARYsesskey", (await scene.ReadAsync("big-keys 10 whole")).Evidence[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("big-keys 10 whole")]
    [InlineData("slowlog whole")]
    public async Task All_of_it_counts_as_other_peoples_data(string typed)
    {
        await using var scene = await RedisScene.StartAsync();

        Assert.True(scene.Definition(typed).ShowsOthersData(scene.Call(typed)));
        Assert.False(scene.Definition(typed).ShowsOthersData(scene.Call(typed.Split(' ')[0])));
    }

    [Fact]
    public async Task Names_are_shown_safely()
    {
        await using var scene = await RedisScene.StartAsync();
        await scene.Server.AskAsync("SET", "a\r\nb" + new string('n', 100), "x");

        Assert.EndsWith("  a??b" + new string('n', 59) + "…", (await scene.ReadAsync("big-keys 1 whole")).Evidence[0], StringComparison.Ordinal);
        Assert.EndsWith(": a??b…", (await scene.ReadAsync("big-keys")).Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lacking_permission_is_named_and_no_outage()
    {
        var server = await RedisServer.StartAsync();
        await server.AskAsync("SET", "a", "b");
        await using var scene = await RedisScene.AsUserAsync(server, "+ping", "+dbsize", "+scan");

        var report = await scene.ReadAsync("big-keys");

        Assert.Equal(("NOPERM", true), (report.FailureClass, report.Healthy));
        Assert.Contains(report.Evidence, line => line.Contains("'memory|usage'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("big-keys 0")]
    [InlineData("big-keys 51")]
    [InlineData("big-keys all")]
    public async Task A_wrong_number_is_told(string typed)
    {
        await using var scene = await RedisScene.StartAsync();

        Assert.EndsWith("is not a number from 1 to 50.", Assert.IsType<ActionReading.Wrong>(scene.Type(typed)).Fault, StringComparison.Ordinal);
    }
}
