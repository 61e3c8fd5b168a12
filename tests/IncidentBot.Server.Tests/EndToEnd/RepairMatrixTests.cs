using IncidentBot.Chat.Local;
using IncidentBot.Databases;
using IncidentBot.Http;
using IncidentBot.Incidents;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace IncidentBot.EndToEnd;

/// <summary>
/// Every kind of thing that can be read as a problem: left as it is, the incident is not over; repaired, it is. What a Redis itself
/// can have is in <see cref="IncidentLifeTests"/>, a queue of BullMQ without workers in <see cref="TruthTests"/>.
/// </summary>
public sealed class RepairMatrixTests
{
    private const string Runbook = """
        ---
        id: wrong
        system: redis
        checks:
          - http.check health on api
        ---
        # Something is wrong

        ## Assessment

        ```action
        redis.ping
        ```
        """;

    [Fact]
    public async Task A_queue_of_BullMQ_that_is_paused()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.AskAsync("HSET", "bull:mail:meta", "paused", 1, "version", "bullmq:5.0.0");
        await redis.AskAsync("RPUSH", "bull:mail:paused", "1");
        await using var bot = await BotHost.StartAsync(redis.Url);

        await PlayAsync(bot, null, "mail on primary: paused: 1 job held", "queue.status mail on primary", async () =>
        {
            await redis.AskAsync("HDEL", "bull:mail:meta", "paused");
            await redis.AskAsync("DEL", "bull:mail:paused");
        });
    }

    [Fact]
    public async Task RQ_that_is_suspended()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.AskAsync("SADD", "rq:queues", "rq:queue:default");
        await redis.AskAsync("RPUSH", "rq:queue:default", "job-1");
        await redis.AskAsync("SET", "rq:suspended", "1");
        await using var bot = await BotHost.StartAsync(redis.Url);

        await PlayAsync(bot, null, "RQ on primary stands still: it is suspended", "rq.list on primary", async () =>
        {
            await redis.AskAsync("DEL", "rq:suspended");
            await redis.AskAsync("DEL", "rq:queue:default");
        });
    }

    [Fact]
    public async Task A_service_that_answers_with_an_error()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var service = await FakeService.StartAsync();
        var well = service.Answer;
        service.Answer = Unavailable;
        await using var bot = await BotHost.StartAsync(redis.Url, Health(service));

        await PlayAsync(bot, "/http check health on api", "503 Service Unavailable", "http.check health on api", () =>
        {
            service.Answer = well;
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_database_that_runs_full()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var server = PostgresServer.Small(13);
        var database = await server.CreateDatabaseAsync();
        NpgsqlConnection.ClearAllPools();
        var role = await DatabaseRig.RoleAsync(database);
        await DatabaseRig.RunAsync(database, $"grant pg_monitor to {new NpgsqlConnectionStringBuilder(role).Username}");
        List<NpgsqlConnection> held = [];
        for (var i = 0; i < 8; i++)
        {
            held.Add(await DatabaseRig.OpenAsync(role, "cron"));
        }

        await using var bot = await BotHost.StartAsync(redis.Url, $"Databases:main:ConnectionString={role}");
        await PlayAsync(bot, "/db connections on main", "8 of 10 connections in use", "db.connections on main", async () =>
        {
            foreach (var connection in held)
            {
                await connection.DisposeAsync();
            }

            NpgsqlConnection.ClearAllPools();
        });
    }

    [Fact]
    public async Task What_a_look_at_a_host_finds_wrong()
    {
        await using var redis = await RedisServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("incidentbot-matrix-");
        try
        {
            var mark = Path.Combine(folder.FullName, "ready");
            await using var bot = await BotHost.StartAsync(
                redis.Url, "Hosts:app1:Commands:ready:Risk=Observe", "Hosts:app1:Commands:ready:Run:0=cat", $"Hosts:app1:Commands:ready:Run:1={mark}");

            await PlayAsync(bot, "/host look ready on app1", "app1: ", "host.look ready on app1", () => File.WriteAllTextAsync(mark, "yes"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_check_of_the_runbook_that_nobody_has_asked_for()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var service = await FakeService.StartAsync();
        var well = service.Answer;
        service.Answer = Unavailable;
        var folder = Directory.CreateTempSubdirectory("incidentbot-matrix-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "wrong.md"), Runbook);
            await using var bot = await BotHost.StartAsync(redis.Url, [.. Health(service), $"Runbooks:Path={folder.FullName}"]);

            await PlayAsync(bot, null, "INC-1 finding: api health: 503 Service Unavailable", "http.check health on api", () =>
            {
                service.Answer = well;
                return Task.CompletedTask;
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Health(FakeService service) =>
        [$"Http:api:BaseUrl={service.Address}/v1/", "Http:api:Endpoints:health:Path=health", "Http:api:Endpoints:health:Anonymous=true"];

    private static Task Unavailable(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    /// <param name="read">What a person types to see it; null where the assessment does.</param>
    /// <param name="check">As the check is called that it becomes.</param>
    private static async Task PlayAsync(BotHost bot, string? read, string seen, string check, Func<Task> repair)
    {
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Something is wrong");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 finding");
        if (read is not null)
        {
            await bot.SayAsync(LocalPeople.Grace, channel, read);
        }

        await bot.SeesAsync(LocalPeople.Ada, channel, seen);
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate it is known");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Verifying → Mitigating", $"{check} failed");
        Assert.Contains((await bot.IncidentAsync(1)).Checks, result => result.Name == check && !result.Passed);

        await repair();
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Monitoring → Resolved");
        Assert.Equal(IncidentState.Resolved, (await bot.IncidentAsync(1)).State);
        Assert.NotNull((await bot.IncidentAsync(1)).MitigatedAt);
    }
}
