using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>
/// https://redis.io/docs/latest/commands/slowlog-get/: the slowest of the last entries. Values are people's data, so only names
/// and the first argument are shown.
/// </summary>
internal sealed class SlowlogAction(RedisTargets targets) : RedisRead(targets)
{
    private const int Asked = 128;
    private const int Shown = 10;
    private const int LongestArgument = 48;

    public override ActionDefinition Definition { get; } = new(new ActionId("redis.slowlog"), Risk.Observe, "Shows the slowest of the last 128 slow commands");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var reply = await target.ExecuteAsync("SLOWLOG", ["GET", Asked], ct);
        var entries = reply.AsItems().Select(Read).OfType<SlowEntry>().OrderByDescending(entry => entry.Took).ToList();
        return new ActionReport(
            entries.Count == 0
                ? $"{target.Name}: the slow log is empty"
                : $"{target.Name}: the slowest of {entries.Count} logged commands took {Milliseconds(entries[0].Took)}",
            Healthy: true)
        {
            Evidence = [.. entries.Take(Shown)
                .Select(entry => $"{Milliseconds(entry.Took),12}  {entry.At.ToString("MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}  {entry.Command}")],
            Readings = Reading.Known(Reading.Count("slowlog.entries", entries.Count), Reading.Milliseconds("slowlog.slowest", entries.FirstOrDefault()?.Took)),
        };
    }

    private static SlowEntry? Read(RespValue entry) =>
        entry.AsItems() is [_, var at, var microseconds, var command, ..] && at.AsLong() is { } seconds && microseconds.AsLong() is { } took
            ? new SlowEntry(DateTimeOffset.FromUnixTimeSeconds(seconds), TimeSpan.FromMicroseconds(took), Words(command.AsItems()))
            : null;

    private static string Words(IReadOnlyList<RespValue> command)
    {
        // A script has line ends, and a key can be any bytes.
        var first = string.Join(' ', command.Take(2).Select(word => string.Concat((word.AsString() ?? "?").Select(c => char.IsControl(c) ? ' ' : c))));
        return (first.Length > LongestArgument ? first[..LongestArgument] + "…" : first) + (command.Count > 2 ? $" (+{command.Count - 2})" : "");
    }

    private static string Milliseconds(TimeSpan took) => string.Create(CultureInfo.InvariantCulture, $"{took.TotalMilliseconds:#,0.0} ms");

    private sealed record SlowEntry(DateTimeOffset At, TimeSpan Took, string Command);
}
