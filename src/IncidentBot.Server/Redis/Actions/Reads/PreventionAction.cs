using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Actions.Caches;
using IncidentBot.Redis.Actions.Settings;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>What would have prevented the outage, as a scored list: what has to be fixed first. What cannot be read is said and not counted.</summary>
internal sealed class PreventionAction(RedisTargets targets, QueueKeys queues) : RedisRead(targets)
{
    private static readonly TimeSpan SearchBudget = TimeSpan.FromSeconds(3);

    public override ActionDefinition Definition { get; } =
        new(new ActionId("redis.prevention"), Risk.Observe, "Scores the settings that keep the next outage away");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var session = await target.HoldAsync(ct);
        var info = await RedisInfo.ReadAsync(session, ct);
        var settings = await ConfigSetting.ReadAllAsync(session, PreventionChecks.Settings, ct);
        var defaultUser = await session.ExecuteAsync("ACL", ["GETUSER", "default"], ct);
        var (search, refusal) = await FindQueuesAsync(session, ct);
        var checks = PreventionChecks.Of(info, settings, search, defaultUser, target.Peers)
            .OrderBy(check => check.Passed switch { false when check.Now is not null => 0, false => 1, true => 2, null => 3 })
            .ToList();
        var counted = checks.Where(check => check.Passed is not null).ToList();
        var good = counted.Count(check => check.Passed == true);
        return new ActionReport($"{target.Name}: {good} of {counted.Count} are as they should "
            + $"be{(good < counted.Count ? $"; fix first: {checks[0].Now ?? checks[0].Name.ToLowerInvariant()}" : "")}", Healthy: good == counted.Count)
        {
            NotSeen = [.. Refused(settings, defaultUser, refusal), .. info.Lacking("memory", "clients", "persistence", "role")],
            Evidence =
            [
                .. checks.Select(check => check.ToString()),
                .. counted.Count < checks.Count
                    ? [$"{checks.Count - counted.Count} could not be read or do not apply, and are not counted."]
                    : Array.Empty<string>(),
            ],
            Readings = Reading.Known(
                Reading.Count("prevention.good", good),
                Reading.Count("prevention.counted", counted.Count),
                Reading.Count("prevention.not_counted", checks.Count - counted.Count)),
        };
    }

    /// <summary>What nobody could look at, by the command that was refused.</summary>
    private static IEnumerable<string> Refused(IReadOnlyDictionary<string, string> settings, RespValue defaultUser, string? queues)
    {
        if (PreventionChecks.Settings.Except(settings.Keys).ToList() is { Count: > 0 } unread)
        {
            yield return $"CONFIG GET is refused for {string.Join(", ", unread)}";
        }

        if (defaultUser.AsError is { } refused)
        {
            yield return $"ACL GETUSER is refused: {refused.Message}";
        }

        if (queues is not null)
        {
            yield return $"Looking for queues is refused: {queues}";
        }
    }

    private async Task<(QueueSearch? Search, string? Refusal)> FindQueuesAsync(IRedisSession session, CancellationToken ct)
    {
        try
        {
            return (await queues.FindAsync(session, SearchBudget, ct), null);
        }
        catch (RedisErrorException e) when (e.Class.IsNoOutage())
        {
            return (null, e.Error.Message);
        }
    }
}
