using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>https://redis.io/docs/latest/commands/ping/ over a fresh connection, stage by stage, each with its time.</summary>
internal sealed class PingAction(RedisTargets targets) : RedisRead(targets)
{
    public override ActionDefinition Definition { get; } =
        new(new ActionId("redis.ping"), Risk.Observe, "Connects afresh and says how each stage went: DNS, TCP, TLS, AUTH, PING");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var probe = await target.ProbeAsync(ct);
        if (probe.Failure is { } failure)
        {
            return RedisTrouble.Report(target, failure) with
            {
                Readings = Reading.Known(probe.Readings),

                // That it does not answer is what a ping is there to see.
                IsUnread = failure.Class.IsNoOutage(),
            };
        }

        var (server, info) = await ServerAsync(target, ct);
        var refused = info is null ? null : RefusesWrites(info);
        return new ActionReport(
            refused is null ? $"{target.Name}  {probe.Headline}" : $"{target.Name}  {probe.Headline}, but it refuses writes: {refused}",
            Healthy: refused is null)
        {
            FailureClass = refused,
            NotSeen = info is null ? [server] : [],
            Evidence = info is null ? [probe.StageLine] : [probe.StageLine, server],
            Readings = Reading.Known([.. probe.Readings, .. info?.Readings("uptime_in_seconds") ?? []]),
            Next = refused is null ? [] : [new Suggestion("Diagnose", $"/redis diagnose on {target.Name}")],
        };
    }

    /// <summary>A server that answers and takes no writes is not well. That it is a replica is for a diagnosis to judge.</summary>
    private static string? RefusesWrites(RedisInfo info) =>
        DiagnosisRules.OutOfMemory(info) ? FailureClass.OutOfMemory.Text().Name
        : info.Persistence.AppendFailed ? FailureClass.Misconf.Text().Name
        : null;

    /// <summary><c>7.0.15, master, up 3 d 4 h</c>, or why that is not known. PONG is the answer, so this never fails the ping.</summary>
    private static async Task<(string Line, RedisInfo? Info)> ServerAsync(RedisTarget target, CancellationToken ct)
    {
        try
        {
            var info = await RedisInfo.ReadAsync(target, ct);
            var (server, role) = (info.Server, info.Replication.Role);
            var up = server.Uptime is { } uptime ? $", up {Duration.Words(uptime)}" : "";
            return ($"{info.Kind?.Name ?? $"Redis {server.Version ?? $"of a version {Reported.No}"}"}, {role ?? $"role {Reported.No}"}{up}", info);
        }
        catch (RedisErrorException e)
        {
            return ($"INFO is refused: {e.Error.Message}", null);
        }
        catch (RedisUnavailableException e)
        {
            return ($"INFO did not come: {e.Failure.Headline}", null);
        }
    }
}
