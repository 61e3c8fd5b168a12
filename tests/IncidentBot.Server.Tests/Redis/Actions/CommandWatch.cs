using System.Text.RegularExpressions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

/// <summary>
/// Everything a server is asked, twice over: MONITOR for the words, and INFO commandstats for what MONITOR does not show, which is
/// the administrative commands and those that were refused. Nobody but the code under test may talk to the server meanwhile.
/// </summary>
internal sealed partial class CommandWatch : IAsyncDisposable
{
    private static readonly string[] OfTheWatch = ["config|resetstat", "monitor"];

    private readonly RespConnection control;
    private readonly RespConnection monitor;

    private CommandWatch(RespConnection control, RespConnection monitor) => (this.control, this.monitor) = (control, monitor);

    public static async Task<CommandWatch> StartAsync(RedisServer server)
    {
        var watch = new CommandWatch(await server.ConnectAsync(), await server.ConnectAsync());
        await AskAsync(watch.control, RedisCommand.Of("CONFIG", "RESETSTAT"));
        await AskAsync(watch.monitor, RedisCommand.OfConnection("MONITOR"));
        return watch;
    }

    /// <summary>The words of each command that was carried out since the start, or since this was asked last.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync()
    {
        var end = Guid.NewGuid().ToString("N");
        await AskAsync(control, RedisCommand.Of("ECHO", end));
        var lines = new List<string>();
        while (true)
        {
            var line = (await monitor.ReadAsync(TestRedis.Token)).AsString()!;
            if (line.Contains(end, StringComparison.Ordinal))
            {
                return lines;
            }

            lines.Add(Command().Match(line).Value);
        }
    }

    /// <summary>The name of each command that was carried out or refused since the start, such as <c>config|get</c>.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync()
    {
        var stats = RedisInfo.Parse((await AskAsync(control, RedisCommand.Of("INFO", "commandstats"))).AsString()!).Section("Commandstats");
        return [.. stats.Keys.Select(name => name["cmdstat_".Length..]).Except(OfTheWatch)];
    }

    /// <summary>What the server itself says about a command: <c>write</c>, <c>readonly</c>, <c>admin</c> and so on.</summary>
    public async Task<IReadOnlyList<string>> FlagsAsync(string name)
    {
        var known = (await AskAsync(control, RedisCommand.Of("COMMAND", "INFO", name))).AsItems()[0].AsItems();
        Assert.True(known.Count > 2, $"The server does not know {name}.");
        return [.. known[2].AsItems().Select(flag => flag.AsString()!)];
    }

    public async Task<long?> ChangesAsync() =>
        RedisInfo.Parse((await AskAsync(control, RedisCommand.Of("INFO", "persistence"))).AsString()!).Persistence.ChangesSinceSnapshot;

    public async ValueTask DisposeAsync()
    {
        await control.DisposeAsync();
        await monitor.DisposeAsync();
    }

    private static async Task<RespValue> AskAsync(RespConnection connection, RedisCommand command)
    {
        await connection.SendAsync(RespWriter.Encode(command), TestRedis.Token);
        return (await connection.ReadAsync(TestRedis.Token)).OrThrow();
    }

    // 1700000000.123456 [0 127.0.0.1:50000] "SCAN" "0"
    [GeneratedRegex("(?<=\\] )\".*$", RegexOptions.Singleline)]
    private static partial Regex Command();
}
