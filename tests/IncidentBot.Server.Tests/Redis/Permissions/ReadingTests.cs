using System.Globalization;
using IncidentBot.Readings;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Support;

namespace IncidentBot.Redis.Permissions;

/// <summary>Every read of a server on which there is something to see says its numbers twice: in words, and as readings.</summary>
public sealed class ReadingTests(SeededRedis seed) : IClassFixture<SeededRedis>
{
    /// <summary>Action, reading, and how its value stands in the report.</summary>
    private static readonly (string Action, string Reading, string Words)[] Quoted =
    [
        ("redis.ping", "probe.total", "PONG in {0:0.0} ms"),
        ("redis.latency", "round_trip.median", "median {0:0.0} ms"),
        ("redis.latency", "round_trip.slowest", "slowest of 20 {0:0.0} ms"),
        ("redis.clients", "connected_clients", "primary: {0:N0} of "),
        ("redis.clients", "maxclients", " of {0:N0} clients"),
        ("redis.clients", "blocked_clients", "{0} wait in blocking commands"),
        ("redis.idle-clients", "idle_clients.closable", "primary: {0:N0} of "),
        ("redis.idle-clients", "connected_clients", " of {0:N0} clients"),
        ("redis.memory", "keys", "all {0:N0} keys measured"),
        ("redis.persistence", "rdb_changes_since_last_save", "Changes since then: {0:N0}"),
        ("redis.big-keys", "keys_weighed", "All {0:N0} keys were weighed"),
        ("redis.monitor", "monitor.commands", "primary: {0:N0} commands in "),
        ("redis.prevention", "prevention.good", "primary: {0} of "),
        ("redis.prevention", "prevention.counted", " of {0} are as they should be"),
        ("queue.list", "queue.failed:publishing", "{0:N0} failed"),
        ("queue.list", "queue.waiting:publishing", "{0:N0} waiting"),
        ("queue.status", "queue.wait", "{0:N0} wait,"),
        ("queue.status", "queue.active", "{0:N0} active"),
        ("queue.status", "queue.delayed", "{0:N0} delayed"),
        ("queue.status", "queue.completed", "{0:N0} completed"),
        ("queue.status", "queue.failed", "{0:N0} failed"),
        ("queue.status", "queue.workers", "{0} worker"),
        ("queue.jobs", "queue.failed", ": {0:N0} job"),
        ("rq.list", "rq.queued", "{0:N0} queued"),
        ("rq.list", "rq.failed", "{0:N0} failed"),
        ("rq.status", "rq.queued", "queued {0:N0}"),
        ("rq.status", "rq.failed", "failed {0:N0}"),
        ("rq.status", "rq.scheduled", "scheduled {0:N0}"),
        ("rq.failed", "rq.failed", "{0:N0} failed job"),
        ("rq.workers", "rq.workers_gone", "{0} registered but gone"),
    ];

    [Fact]
    public async Task Every_read_gives_its_numbers_as_readings_and_they_are_those_of_its_words()
    {
        await using var server = await seed.StartAsync(Examples.Arguments);
        await using var bot = new WholeCatalogue(server.Redis.Url, null, "Targets:primary:AllowMonitor=true");
        foreach (var action in Examples.Observing)
        {
            var report = await bot.ReadAsync(Examples.Reading(action));

            Assert.True(report.Readings.Count > 0, $"{action} gives no readings: {report.Text()}");
            foreach (var (_, name, words) in Quoted.Where(quoted => quoted.Action == action))
            {
                Assert.Contains(string.Format(CultureInfo.InvariantCulture, words, report.Readings.ValueOf(name)), report.Text(), StringComparison.Ordinal);
            }
        }

        Assert.All(Quoted, quoted => Assert.Contains(quoted.Action, Examples.Observing));
    }

    [Fact]
    public async Task Readings_are_spelled_as_info_spells_them_and_measured_alike()
    {
        await using var server = await RedisServer.StartAsync("--maxmemory", "300mb", "--maxclients", "77");
        await using var bot = new WholeCatalogue(server.Url);

        var memory = (await bot.ReadAsync("redis.memory")).Readings;
        var clients = (await bot.ReadAsync("redis.clients")).Readings;

        Assert.Contains(new Reading("maxmemory", 300 * 1024 * 1024, Unit.Bytes), memory);
        Assert.Contains(new Reading("maxclients", 77, Unit.Count), clients);
        Assert.Equal(memory.ValueOf("used_memory") / (300 * 1024 * 1024), memory.ValueOf("used_memory_share"), 0.05);
    }

    [Fact]
    public async Task What_a_check_of_a_target_measured_goes_with_it()
    {
        await using var server = await RedisServer.StartAsync("--maxmemory", "300mb");
        await using var bot = new WholeCatalogue(server.Url);

        var checks = await bot.Verification.CheckAsync("primary", TestRedis.Token);

        Assert.All(checks, check => ReadingRules.AssertSound(check.Readings));
        Assert.True(checks.Single(check => check.Name == ServingCheck.Answers).Readings.ValueOf("probe.total") > 0);
        Assert.Equal(300 * 1024 * 1024, checks.Single(check => check.Name == ServingCheck.Room).Readings.ValueOf("maxmemory"));
    }

    [Fact]
    public async Task A_connection_that_fails_is_still_measured_as_far_as_it_came()
    {
        await using var server = await RedisServer.StartAsync("--requirepass", "other");
        await using var bot = new WholeCatalogue(server.Url);

        var report = await bot.ReadAsync("redis.ping");

        Assert.NotNull(report.FailureClass);
        Assert.True(report.Readings.ValueOf("probe.tcp") > 0);
        Assert.DoesNotContain(report.Readings, reading => reading.Name == "probe.total");
    }

    [Theory]
    [InlineData("used_memory:1024", "used_memory", 1024, Unit.Bytes)]
    [InlineData("mem_fragmentation_ratio:1.50", "mem_fragmentation_ratio", 1.5, Unit.Ratio)]
    [InlineData("loading_loaded_perc:42.50", "loading_loaded_perc", 0.425, Unit.Ratio)]
    [InlineData("latest_fork_usec:1500", "latest_fork_usec", 1.5, Unit.Milliseconds)]
    [InlineData("uptime_in_seconds:60", "uptime_in_seconds", 60, Unit.Seconds)]
    [InlineData("instantaneous_ops_per_sec:12", "instantaneous_ops_per_sec", 12, Unit.PerSecond)]
    [InlineData("instantaneous_input_kbps:2.00", "instantaneous_input_kbps", 2048, Unit.BytesPerSecond)]
    [InlineData("connected_clients:3", "connected_clients", 3, Unit.Count)]
    [InlineData("db0:keys=7,expires=1,avg_ttl=0", "db0.keys", 7, Unit.Count)]
    [InlineData("cmdstat_get:calls=4,usec=2000,usec_per_call=500.00", "cmdstat_get.usec", 2, Unit.Milliseconds)]
    [InlineData("slave0:ip=10.0.0.2,port=6379,state=online,offset=100,lag=1", "slave0.lag", 1, Unit.Seconds)]
    public void A_line_of_info_has_the_unit_of_its_name(string line, string name, double value, Unit unit)
    {
        var readings = Reading.Known(InfoReadings.Of(RedisInfo.Parse($"# Any\n{line}\n").Section("Any")));

        Assert.Contains(new Reading(name, value, unit), readings);
    }

    [Theory]
    [InlineData("process_id:42")]
    [InlineData("redis_version:8.0")]
    [InlineData("redis_git_sha1:00000000")]
    [InlineData("rdb_last_bgsave_time_sec:-1")]
    [InlineData("role:master")]
    [InlineData("mem_fragmentation_ratio:nan")]
    public void What_measures_nothing_is_no_reading(string line) =>
        Assert.Empty(Reading.Known(InfoReadings.Of(RedisInfo.Parse($"# Any\n{line}\n").Section("Any"))));
}
