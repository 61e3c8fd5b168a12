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
        var isTimed = after.Section("commandstats").Count > 0;
        var rate = Grown("total_commands_processed") / seconds;
        var (received, sent) = (Grown("total_net_input_bytes") / seconds, Grown("total_net_output_bytes") / seconds);
        var answer = rate is { } perSecond ? $"{Rate(perSecond)} commands/s over {seconds:0} s" : $"commands per second are {Reported.No}";
        return new ActionReport(
            $"{target.Name}: {answer}, {(isTimed ? $"busy {Figures.Percent(busy)} of the time" : $"how busy it is, is {Reported.No}")}",
            Healthy: true)
        {
            NotSeen = isTimed && rate is not null ? [] : [$"INFO has no commands or no commandstats: {Reported.No}"],
            Evidence =
            [
                .. commands.Take(Shown).Select(command => string.Create(CultureInfo.InvariantCulture, $"{Rate(command.Calls / seconds),9}"
                    + $"/s  {(command.Calls > 0 ? command.Microseconds / (double)command.Calls : 0),9:#,0.0} µs each  "
                    + $"{command.Name}{(command.Refused > 0 ? $", {command.Refused:N0} refused" : "")}")),
                .. commands.Count > Shown ? [$"           … {commands.Count - Shown} more commands"] : Array.Empty<string>(),
                received is null || sent is null
                    ? $"Network: {Reported.No}"
                    : $"Network: {Figures.Bytes((long)received)}/s in, {Figures.Bytes((long)sent)}/s out",
                HitRatio(),
            ],
            Readings = Reading.Known(
                Reading.PerSecond("commands_per_second", rate),
                Reading.Ratio("busy", isTimed ? busy : null),
                Reading.Seconds("activity.window", TimeSpan.FromSeconds(seconds)),
                Reading.BytesPerSecond("net_input", received),
                Reading.BytesPerSecond("net_output", sent),
                Reading.Ratio("hit_ratio", Grown("keyspace_hits") / (double?)(Grown("keyspace_hits") + Grown("keyspace_misses"))),
                Reading.PerSecond("evicted_keys_per_second", Grown("evicted_keys") / seconds),
                Reading.PerSecond("expired_keys_per_second", Grown("expired_keys") / seconds)),
        };

        // A counter that begins anew, as after CONFIG RESETSTAT, has grown by what it is. One that nobody reports has not grown by 0.
        long? Grown(string counter) => after.Number(counter) - before.Number(counter) is >= 0 and var grown ? grown : after.Number(counter);

        string HitRatio() => $"{Hits()}; {Reported.Count(Grown("evicted_keys"), "evicted")}, {Reported.Count(Grown("expired_keys"), "expired")}";

        string Hits() => (Grown("keyspace_hits"), Grown("keyspace_misses")) switch
        {
            ({ } hits, { } misses) when hits + misses > 0 =>
                $"Hits: {Figures.Percent(hits / (double)(hits + misses))} of {Figures.Count(hits + misses)} lookups",
            (not null, not null) => "No key was looked up",
            _ => $"Hits: {Reported.No}",
        };
    }

    private static string Rate(double perSecond) => perSecond.ToString(perSecond < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);
}
