using IncidentBot.Chat.Local;
using IncidentBot.Databases;
using IncidentBot.Http;
using IncidentBot.Messages;
using IncidentBot.Redis.Watching;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;
using IncidentBot.Watch;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace IncidentBot.Watching;

/// <summary>What is no Redis, what is no outage, and what people type.</summary>
public sealed class WatchedPlacesTests(PostgresServer postgres)
{
    [Fact]
    public async Task Of_two_replicas_one_looks_and_the_other_goes_on_when_that_one_is_gone()
    {
        await using var redis = await RedisServer.StartAsync();
        string[] settings =
        [
            $"Storage:Postgres={await postgres.CreateDatabaseAsync()}",
            $"Audit:Key={Convert.ToBase64String(new byte[32])}",
            "Watch:Enabled=true",
            "Watch:Every=1s",
            "Watch:EveryInIncident=1s",
        ];
        await using var one = await BotHost.StartAsync(redis.Url, settings);
        var store = one.Get<IWatchStore>();
        await using (var other = await BotHost.StartAsync(redis.Url, settings))
        {
            await Eventually.TrueAsync(async () => (await SamplesAsync(store)).Count >= 10, "they look");
        }

        var together = await SamplesAsync(store);

        // Turns are nine tenths of a second apart. If each looked for itself there were twice as many; two more are for a busy machine.
        Assert.InRange(together.Count, 10, ((together[^1] - together[0]).TotalSeconds / 0.9) + 3);
        await Eventually.TrueAsync(async () => (await SamplesAsync(store)).Count >= together.Count + 2, "the one that is left looks");
    }

    [Fact]
    public async Task What_was_never_reached_and_what_refuses_us_is_no_outage()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.AskAsync("ACL", "SETUSER", "weak", "on", ">weak-password", "+ping", "+client");
        await using var room = await WatchRoom.StartAsync(
            redis,
            "redis",
            [RedisMeasures.Unreachable],
            $"Targets:nobody:Url=redis://127.0.0.1:{FreePort.Next()}",
            $"Targets:weak:Url={redis.UrlWith("weak:weak-password")}");

        foreach (var name in new[] { "nobody", "weak" })
        {
            await room.Bot.Get<Watcher>().LookAsync(new("redis", name), TestRedis.Token);
        }

        Assert.Empty(await room.Bot.Get<IWatchStore>().LastingAsync(null, TestRedis.Token));
        var seen = PlainText.Render((await room.SaysAsync("/watch", "Watch: nothing is breached")).Card);
        Assert.Contains("It has not answered since it is watched", seen, StringComparison.Ordinal);
        Assert.Contains("weak", seen, StringComparison.Ordinal);
        Assert.Contains("NOPERM", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_breach_is_shown_counted_and_said_to_be_right_or_nothing()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var room = await WatchRoom.StartAsync(redis, "redis", [RedisMeasures.Unreachable]);
        await room.LookAsync();
        await room.SaysAsync("/watch", "Watch: nothing is breached", "primary", "ok");
        await room.SaysAsync("/watch primary", "primary, last looked", "not reached (unreachable)", "memory used");
        await room.SaysAsync("/watch nobody", "nobody is not watched.", "Watched: primary.");
        await room.SaysAsync("/watch confirm w7", "Which breach?");
        await room.SaysAsync("/watch confirm x", "Breaches are numbered w1, w2, … as /watch shows them.");

        await redis.KillAsync();
        var incident = await room.BreachedAsync(RedisMeasures.Unreachable);
        await room.SaysAsync("/watch", "Watch: 1 breach", "BREACH", "w1 primary: not reached, since");
        await room.SaysInAsync("/watch confirm", incident.Channel.ChannelId, "Noted: w1 was right");
        await room.SaysAsync("/watch", "Ada said it was right", "right 100 %");
        await room.SaysAsync("/watch dismiss w1", "Noted: w1 was nothing", "Watch:Measures");
        await room.SaysAsync("/watch", "Ada said it was nothing", "1      0      1  unreachable, right 0 %");
        await room.SaysAsync($"/incident status {incident.Label}", "not reached: yes", "last looked");
    }

    [Fact]
    public async Task Where_the_watch_is_switched_off_its_command_says_so()
    {
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1");
        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/watch primary");
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "The watch is switched off.", "Watch:Enabled");
    }

    [Fact]
    public async Task Silence_of_the_watch_itself_is_said()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var room = await WatchRoom.StartAsync(redis, "redis", []);
        await room.LookAsync();
        using var http = new HttpClient();
        Assert.Contains(
            "Watch: Healthy. 1 target is watched.",
            await http.GetStringAsync(new Uri(room.Bot.Address, "/health/chat"), TestRedis.Token),
            StringComparison.Ordinal);

        var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var silence = new WatchSilence(room.Bot.Get<Watcher>(), room.Bot.Get<IWatchStore>(), later);
        later.Advance(TimeSpan.FromHours(1));
        var said = await new WatchStanding(room.Bot.Get<Watcher>(), silence, later).CheckHealthAsync(new HealthCheckContext(), TestRedis.Token);
        Assert.Equal((HealthStatus.Degraded, "Silent: last looked at primary 1 h ago."), (said.Status, said.Description));
    }

    [Fact]
    public async Task A_database_that_runs_full_and_one_that_refuses_us()
    {
        await using var server = PostgresServer.Small(13);
        var database = await server.CreateDatabaseAsync();
        var role = await DatabaseRig.RoleAsync(database);
        await using var redis = await RedisServer.StartAsync();
        await using var room = await WatchRoom.StartAsync(
            redis, "db", ["connections_fill"], $"Databases:primary:ConnectionString={role};Pooling=false", "Watch:Measures:connections_fill:Breach=90%");
        Assert.Equal(0, (await room.LookAsync()).Find("unreachable"));

        var held = new List<NpgsqlConnection>();
        await Assert.ThrowsAsync<PostgresException>(async () =>
        {
            while (true)
            {
                held.Add(await DatabaseRig.OpenAsync(role, "api"));
            }
        });
        Assert.StartsWith(
            "The database has hardly any connections left: primary, connections in use ",
            (await room.BreachedAsync("connections_fill")).Title,
            StringComparison.Ordinal);

        foreach (var connection in held)
        {
            await connection.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        await room.QuietAsync();

        var user = new NpgsqlConnectionStringBuilder(role).Username;
        await DatabaseRig.RunAsync(database, $"alter role {user} nologin");
        await DatabaseRig.RunAsync(database, $"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{user}'");
        await Eventually.TrueAsync(
            async () => await room.LookAsync() is { Values.Count: 0, NotSeen: [var why] } && why.Contains("not permitted to log in", StringComparison.Ordinal),
            "the refusal is said, and nothing else");
    }

    [Fact]
    public async Task A_service_that_fails_and_one_that_refuses_us()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var service = await FakeService.StartAsync();
        await using var room = await WatchRoom.StartAsync(
            redis,
            "http",
            ["endpoint_failing"],
            $"Http:primary:BaseUrl={service.Address}",
            "Http:primary:Endpoints:health:Path=health",
            "Http:primary:Endpoints:health:Anonymous=true");
        service.Answer = Status(200);
        Assert.Equal(0, (await room.LookAsync()).Find("endpoint_failing:health"));

        service.Answer = Status(401);
        Assert.Equal("health answers 401: it says nothing of the service.", Assert.Single((await room.LookAsync()).NotSeen));

        service.Answer = Status(500);
        Assert.StartsWith("An endpoint fails: health on primary", (await room.BreachedAsync("endpoint_failing:health")).Title, StringComparison.Ordinal);
        service.Answer = Status(200);
        await room.QuietAsync();
    }

    private static async Task<IReadOnlyList<DateTimeOffset>> SamplesAsync(IWatchStore store) =>
    [
        .. (await store.SamplesAsync(new("redis", "primary"), WatchGrain.Fine, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TestRedis.Token))
            .Select(sample => sample.At),
    ];

    private static RequestDelegate Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };
}
