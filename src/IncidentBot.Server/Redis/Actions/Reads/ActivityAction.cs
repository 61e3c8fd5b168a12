using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>
/// What Redis is busy with: its own counters, read twice. Costs two commands, where MONITOR costs a tenth of the throughput and
/// shows people's data.
/// </summary>
internal sealed class ActivityAction(RedisTargets targets, TimeProvider time) : RedisRead(targets)
{
    private const int Shown = 10;

    public override ActionDefinition Definition { get; } = new(
        new ActionId("redis.activity"),
        Risk.Observe,
        "Says what Redis is busy with: commands per second and their cost")
    {
        Parameters = [Window.Parameter],
        TimeLimit = Window.TimeLimit,
    };

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var before = await RedisInfo.ReadAsync(await target.HoldAsync(ct), ct);
        await Task.Delay(Window.Of(call), time, ct);
        var after = await RedisInfo.ReadAsync(await target.HoldAsync(ct), ct);
        var seconds = time.GetElapsedTime(started).TotalSeconds;
        if (before.Server.RunId != after.Server.RunId)
        {
            return new ActionReport($"{target.Name} was restarted, or replaced by another server, while it was watched", Healthy: false)
            {
                Next = [new Suggestion("Diagnose", $"/redis diagnose on {target.Name}")],
            };
        }

        var commands = CommandActivity.Between(before, after);
        var busy = commands.Sum(command => command.Microseconds) / (seconds * 1_000_000);
        var rate = Grown("total_commands_processed") / seconds;
        var (received, sent) = (Grown("total_net_input_bytes") / seconds, Grown("total_net_output_bytes") / seconds);
        return new ActionReport($"{target.Name}: {Rate(rate)} commands/s over {seconds:0} s, busy {Figures.Percent(busy)} of the time", Healthy: true)
        {
            Evidence =
            [
                .. commands.Take(Shown).Select(command => string.Create(CultureInfo.InvariantCulture, $"{Rate(command.Calls / seconds),9}"
                    + $"/s  {(command.Calls > 0 ? command.Microseconds / (double)command.Calls : 0),9:#,0.0} µs each  "
                    + $"{command.Name}{(command.Refused > 0 ? $", {command.Refused:N0} refused" : "")}")),
                .. commands.Count > Shown ? [$"           … {commands.Count - Shown} more commands"] : Array.Empty<string>(),
                $"Network: {Figures.Bytes((long)received)}/s in, {Figures.Bytes((long)sent)}/s out",
                HitRatio(),
            ],
            Readings = Reading.Known(
                Reading.PerSecond("commands_per_second", rate),
                Reading.Ratio("busy", busy),
                Reading.Seconds("activity.window", TimeSpan.FromSeconds(seconds)),
                Reading.BytesPerSecond("net_input", received),
                Reading.BytesPerSecond("net_output", sent),
                Reading.Ratio("hit_ratio", Grown("keyspace_hits") / (double)(Grown("keyspace_hits") + Grown("keyspace_misses"))),
                Reading.PerSecond("evicted_keys_per_second", Grown("evicted_keys") / seconds),
                Reading.PerSecond("expired_keys_per_second", Grown("expired_keys") / seconds)),
        };

        long Grown(string counter) => (after.Number(counter) ?? 0) - (before.Number(counter) ?? 0) is var grown and >= 0 ? grown : after.Number(counter) ?? 0;

        string HitRatio() => Grown("keyspace_hits") is var hits && Grown("keyspace_misses") is var misses && hits + misses > 0
            ? $"Hits: {Figures.Percent(hits / (double)(hits + misses))} of {Figures.Count(hits + misses)} lookups; "
                + $"{Figures.Count(Grown("evicted_keys"))} evicted, {Figures.Count(Grown("expired_keys"))} expired"
            : $"No key was looked up; {Figures.Count(Grown("evicted_keys"))} evicted, {Figures.Count(Grown("expired_keys"))} expired";
    }

    private static string Rate(double perSecond) => perSecond.ToString(perSecond < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);
}
