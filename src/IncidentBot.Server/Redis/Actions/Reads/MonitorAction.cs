using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Words;
using Microsoft.Extensions.Options;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>https://redis.io/docs/latest/commands/monitor/ where its owner allows it: with an end, and with nothing but counts coming out.</summary>
internal sealed class MonitorAction(RedisTargets targets, IOptions<RedisOptions> options, TimeProvider time) : RedisRead(targets)
{
    private const int Shown = 15;

    /// <summary>A busy server sends this in a second or two, and keeps what is not fetched in its own memory.</summary>
    private const long MaxBytes = 8 * 1024 * 1024;

    public override ActionDefinition Definition { get; } = new(
        new ActionId("redis.monitor"),
        Risk.Observe,
        "Counts commands and key prefixes by MONITOR, where the target allows it")
    {
        Parameters = [Window.Parameter],
        TimeLimit = Window.TimeLimit,
    };

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        if (!options.Value.Targets[target.Name].AllowMonitor)
        {
            return new ActionReport($"MONITOR is not allowed on {target.Name}", Healthy: true)
            {
                Evidence =
                [
                    "It costs a tenth of the throughput and sends every value through this process.",
                    $"Targets:{target.Name}:AllowMonitor=true allows it. /redis activity answers most questions without it.",
                ],
                Next = [new Suggestion("Activity", $"/redis activity on {target.Name}")],
            };
        }

        var window = Window.Of(call);
        var tally = new MonitorTally();
        var started = time.GetTimestamp();
        await foreach (var line in target.MonitorAsync(window, MaxBytes, ct))
        {
            tally.Add(line);
        }

        var seconds = time.GetElapsedTime(started).TotalSeconds;
        return new ActionReport($"{target.Name}: {Figures.Count(tally.Lines)} commands in {seconds:0.0} s", Healthy: true)
        {
            Evidence =
            [
                .. tally.Largest.Take(Shown).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count,9:N0}  {group.What}")),
                .. tally.Largest.Skip(Shown).Any() ? [$"           … {tally.Largest.Skip(Shown).Count()} more kinds"] : Array.Empty<string>(),
                seconds < window.TotalSeconds - 0.5
                    ? $"Stopped early, after {Figures.Bytes(tally.Bytes)}: the limit is {Figures.Bytes(MaxBytes)}, or the server closed the connection."
                    : $"{Figures.Bytes(tally.Bytes)} were read. Values, scripts and whole keys are not shown.",
            ],
            Readings = Reading.Known(
                Reading.Count("monitor.commands", tally.Lines),
                Reading.PerSecond("monitor.commands_per_second", tally.Lines / seconds),
                Reading.Bytes("monitor.read", tally.Bytes),
                Reading.Seconds("monitor.window", TimeSpan.FromSeconds(seconds))),
        };
    }
}
