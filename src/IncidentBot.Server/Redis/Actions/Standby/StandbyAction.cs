using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>Compares a target with its standby, and says whether the one could do the other's work now.</summary>
internal sealed class StandbyAction(RedisTargets targets, PairReader reader) : RedisRead(targets)
{
    public override ActionDefinition Definition { get; } =
        new(new ActionId("redis.standby"), Risk.Observe, "Compares a target with its standby: ready to take over, or why not");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        if (await reader.ReadAsync(target, ct) is not { } pair)
        {
            return new ActionReport($"{target.Name} has no standby in the settings", Healthy: true)
            {
                Steps = [$"If another target takes over from it, write its name under Targets:{target.Name}:Standby."],
            };
        }

        var finding = StandbyFinding.Of(pair);
        var report = new ActionReport(finding.Sentence, finding.Healthy)
        {
            FailureClass = finding.Class?.Text().Name,
            Steps = finding.Next is { } next ? [next.Replace("`", "", StringComparison.Ordinal)] : [],
            Evidence =
            [
                Line(pair.Primary),
                Line(pair.Standby),
                .. PairDrift.Of(pair).Select(drift => $"Watch: {drift}"),
            ],
            Readings = Reading.Known([.. Readings(pair.Primary), .. Readings(pair.Standby), Reading.Bytes("standby.apart", pair.Apart)]),
            Next = finding.Healthy ? [] : [new Suggestion("Ask again", $"/redis standby on {pair.Primary.Name}")],
        };
        return pair.Primary.IsLate || pair.Standby.IsLate ? report with { Gravity = Gravity.Unread } : report;
    }

    private static IEnumerable<Reading?> Readings(PairSide side) =>
        side.Facts is { } facts ? [Reading.Bytes($"repl_offset:{side.Name}", facts.Offset), Reading.Count($"keys:{side.Name}", side.Keys)] : [];

    private static string Line(PairSide side) => side.Facts is not { } facts
        ? $"{side.Name}  {side.Trouble}"
        : $"{side.Name}  {(side.IsMaster ? "master"
            : $"replica of {facts.MasterHost}:{facts.MasterPort}, link {(facts.MasterLinkUp == true ? "up" : "down")}")}; history {facts.HistoryId?[..8]}, "
            + $"offset {Figures.Count(facts.Offset)}; {Figures.Count(side.Keys)} keys";
}
