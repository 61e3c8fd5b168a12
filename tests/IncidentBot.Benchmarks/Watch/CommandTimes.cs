using System.Globalization;
using IncidentBot.Benchmarks.Support;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Benchmarks.Watch;

/// <summary>How often each command was carried out so far, and for how long, as <c>INFO commandstats</c> counts it.</summary>
internal sealed record CommandTimes(IReadOnlyDictionary<string, (long Calls, double Microseconds)> Of)
{
    public static async Task<CommandTimes> ReadAsync(RedisServer redis, CancellationToken ct)
    {
        var info = RedisInfo.Parse((await redis.AskAsync(RedisCommand.Of("INFO", "commandstats"), ct)).AsString() ?? "");
        return new CommandTimes(info.Section("Commandstats").ToDictionary(
            line => line.Key["cmdstat_".Length..], line => (Part(line.Value, "calls") is var calls ? (long)calls : 0, Part(line.Value, "usec"))));
    }

    /// <summary>What has come to them since.</summary>
    public CommandTimes Since(CommandTimes before) => new(Of.ToDictionary(
        one => one.Key,
        one => before.Of.TryGetValue(one.Key, out var then) ? (one.Value.Calls - then.Calls, one.Value.Microseconds - then.Microseconds) : one.Value));

    public CommandTimes But(IReadOnlyList<string> commands) => new(Of.Where(one => !commands.Contains(one.Key) && one.Value.Calls > 0).ToDictionary());

    public long Calls => Of.Values.Sum(one => one.Calls);

    public double Microseconds => Of.Values.Sum(one => one.Microseconds);

    private static double Part(string line, string name) => double.Parse(
        line.Split(',').Select(part => part.Split('=')).First(part => part[0] == name)[1], CultureInfo.InvariantCulture);
}
