using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Actions.Caches;
using IncidentBot.Redis.Diagnoses;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>Reads once and says what is wrong in one sentence, then the evidence, then the next step.</summary>
internal sealed class DiagnoseAction(RedisTargets targets, Diagnoser diagnoser, ClearableCaches caches) : RedisRead(targets)
{
    public override ActionDefinition Definition { get; } =
        new(new ActionId("redis.diagnose"), Risk.Observe, "Reads everything once and says what is wrong in one sentence");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var diagnosis = await diagnoser.DiagnoseAsync(target, ct);
        return new ActionReport(diagnosis.Sentence, Healthy: !diagnosis.IsTrouble)
        {
            FailureClass = diagnosis.Class?.Text().Name,
            Gravity = diagnosis.Class?.Text().Gravity ?? Gravity.Degraded,
            Steps = diagnosis.NextSteps,
            Certainty = diagnosis.Certainty,
            RuledOut = diagnosis.RuledOut,
            NotSeen = diagnosis.NotSeen,
            Evidence =
            [
                .. diagnosis.Evidence,
                .. diagnosis.Warnings.Select(warning => $"Watch: {warning}"),
            ],
            Readings = Reading.Known(diagnosis.Readings),
            Next = [.. Suggestions(target, diagnosis)],
        };
    }

    private IEnumerable<Suggestion> Suggestions(RedisTarget target, Diagnosis diagnosis)
    {
        switch (diagnosis.Class)
        {
            case FailureClass.OutOfMemory or FailureClass.NearlyFull when diagnosis.Holder is { Commands: { Count: > 0 } commands }:
                foreach (var command in commands)
                {
                    yield return command;
                }

                yield return new Suggestion("Memory", $"/redis memory on {target.Name}");
                break;

            case FailureClass.OutOfMemory or FailureClass.NearlyFull:
                foreach (var prefix in (diagnosis.Keys?.Prefixes ?? []).Where(prefix => caches.Find(target.Name, prefix.Prefix) is not null).Take(2))
                {
                    yield return new Suggestion($"Plan clearing {prefix.Prefix}", $"/redis clear-cache {prefix.Prefix} on {target.Name}");
                }

                yield return new Suggestion("Memory", $"/redis memory on {target.Name}");
                break;

            case not null when diagnosis.Strain is { } strain:
                foreach (var command in strain.Commands)
                {
                    yield return command;
                }

                break;

            case FailureClass.MaxClients:
                yield return new Suggestion("Clients", $"/redis clients on {target.Name}");
                break;

            case FailureClass.ReadOnly or FailureClass.MasterDown or FailureClass.NoReplicas:
                yield return new Suggestion("Replication", $"/redis replication on {target.Name}");
                break;

            case FailureClass.Misconf:
                yield return new Suggestion("Persistence", $"/redis persistence on {target.Name}");
                break;

            case FailureClass.ClusterDown or FailureClass.ClusterRedirect:
                yield return new Suggestion("Cluster", $"/redis cluster on {target.Name}");
                break;

            case FailureClass.Busy:
                yield return new Suggestion("Plan ending it", $"/redis kill-script on {target.Name}");
                break;

            default:
                yield return new Suggestion("Ping", $"/redis ping on {target.Name}");
                break;
        }

        foreach (var suggestion in diagnosis.Class is { } found && WantsAnother(found) ? OfPeers(target) : [])
        {
            yield return suggestion;
        }
    }

    /// <summary>Whether another server may have to do its work.</summary>
    private static bool WantsAnother(FailureClass found) => found is
        FailureClass.Refused or FailureClass.Hung or FailureClass.ConnectTimeout or FailureClass.Unreachable or FailureClass.Loading
        or FailureClass.ReadOnly or FailureClass.MasterDown or FailureClass.NoReplicas;

    private IEnumerable<Suggestion> OfPeers(RedisTarget target)
    {
        if (target.Peers.Sentinels.Count > 0)
        {
            yield return new Suggestion("Sentinels", $"/redis sentinels on {target.Name}");
        }
        else if (target.Peers.Nodes.Count > 0)
        {
            yield return new Suggestion("Cluster", $"/redis cluster on {target.Name}");
        }

        if (Targets.PairOf(target) is not null)
        {
            yield return new Suggestion("Standby", $"/redis standby on {target.Name}");
        }
    }
}
