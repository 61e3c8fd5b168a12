using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>One section of https://redis.io/docs/latest/commands/info/, as the server gave it.</summary>
internal sealed class InfoAction(RedisTargets targets) : RedisRead(targets)
{
    /// <summary>What fits a phone. Memory, clients and the like have actions of their own, with meaning.</summary>
    private const int MaxLines = 40;

    public override ActionDefinition Definition { get; } = new(new ActionId("redis.info"), Risk.Observe, "Shows one section of INFO as it stands")
    {
        Parameters =
        [
            new Parameter("section", "the section to show, server unless named", "server")
            {
                Choices =
                [
                    "server", "clients", "memory", "persistence", "stats", "replication", "cpu", "commandstats", "errorstats",
                    "latencystats", "cluster", "keyspace",
                ],
            },
        ],
    };

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var section = call.Find("section")?.ToLowerInvariant() ?? "server";
        var info = await RedisInfo.ReadAsync(target, ct);
        var fields = info.Section(section);
        var width = fields.Count == 0 ? 0 : fields.Keys.Max(name => name.Length);
        return new ActionReport(
            fields.Count == 0
                ? $"{target.Name} reports nothing under {section}"
                : $"{target.Name} INFO {section}: {InfoHeadline.Of(section, info) ?? Plural.Of(fields.Count, "field")}",
            Healthy: true)
        {
            IsRaw = true,
            Evidence =
            [
                .. fields.Take(MaxLines).Select(field => $"{field.Key.PadRight(width)}  {field.Value}"),
                .. fields.Count > MaxLines ? [$"… {fields.Count - MaxLines} more"] : Array.Empty<string>(),
            ],
            Readings = Reading.Known(InfoReadings.Of(fields)),
        };
    }
}
