using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Info;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>https://redis.io/docs/latest/commands/slowlog-get/: the slowest of the last entries.</summary>
internal sealed class SlowlogAction(RedisTargets targets) : RedisRead(targets)
{
    private const int Asked = 128;
    private const int Shown = 10;

    public override ActionDefinition Definition { get; } = new(
        new ActionId("redis.slowlog"),
        Risk.Observe,
        "Shows the slowest of the last 128 slow commands")
    {
        Parameters = [WholeKeys.Parameter],
    };

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var reply = await target.ExecuteAsync("SLOWLOG", ["GET", Asked], ct);
        var isWhole = WholeKeys.AreAsked(call);
        var entries = SlowEntry.Parse(reply).OrderByDescending(entry => entry.Took).ToList();
        return new ActionReport(
            entries.Count == 0
                ? $"{target.Name}: the slow log is empty"
                : $"{target.Name}: the slowest of {entries.Count} logged commands took {Milliseconds(entries[0].Took)}: {entries[0].Command}",
            Healthy: true)
        {
            Evidence =
            [
                .. entries.Take(Shown).Select(entry =>
                    $"{Milliseconds(entry.Took),12}  {entry.At.ToString("MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}  "
                        + (isWhole ? entry.Whole : entry.Command)),
                .. entries.Count > 0 && !isWhole ? [WholeKeys.Hint("redis slowlog whole", target)] : Array.Empty<string>(),
            ],
            Readings = Reading.Known(Reading.Count("slowlog.entries", entries.Count), Reading.Milliseconds("slowlog.slowest", entries.FirstOrDefault()?.Took)),
        };
    }

    private static string Milliseconds(TimeSpan took) => string.Create(CultureInfo.InvariantCulture, $"{took.TotalMilliseconds:#,0.0} ms");
}
