using IncidentBot.Redis.Sessions;
using IncidentBot.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Redis;

/// <summary>The connection for changes sends each command once, and so does the one that is held.</summary>
public sealed class OnceTests
{
    private const int Connections = 1000;

    [Fact]
    public async Task The_first_command_of_a_fresh_connection_runs_once()
    {
        await using var server = await RedisServer.StartAsync();
        await using var target = new RedisTarget(
            "primary",
            RedisEndpoint.Parse(server.Url),
            new RedisTls(),
            TestRedis.Patient,
            TimeProvider.System,
            NullLogger<RedisTarget>.Instance);

        for (var run = 1; run <= Connections; run++)
        {
            await using var session = await target.OpenAsync(TestRedis.Token);
            Assert.Equal(run, (await session.ExecuteAsync("INCR", ["runs"], TestRedis.Token)).AsLong());
        }
    }

    [Fact]
    public async Task The_first_command_of_a_held_connection_runs_once()
    {
        await using var server = await RedisServer.StartAsync();
        var sessions = new RedisSessions(RedisEndpoint.Parse(server.Url), new RedisTls(), TestRedis.Patient, TimeProvider.System);

        var ofTheLibrary = 0;
        for (var run = 1; run <= Connections; run++)
        {
            await using var session = await sessions.OpenAsync(TestRedis.Token);
            ofTheLibrary += session is StackExchangeSession ? 1 : 0;
            Assert.Equal(run, (await session.ExecuteAsync("INCR", ["runs"], TestRedis.Token)).AsLong());
        }

        // Ours stays where the library was too slow to connect.
        Assert.NotEqual(0, ofTheLibrary);
    }
}
