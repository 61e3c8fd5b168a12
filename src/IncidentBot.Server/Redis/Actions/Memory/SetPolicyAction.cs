using IncidentBot.Actions;
using IncidentBot.Redis.Actions.Caches;
using IncidentBot.Redis.Actions.Settings;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Memory;

/// <summary>
/// https://redis.io/docs/latest/develop/reference/eviction/. noeviction is always allowed; any other policy is refused over job queues,
/// whose lists, hashes and locks it would take like everything else.
/// </summary>
internal sealed class SetPolicyAction(RedisTargets targets, QueueKeys queues) : SettingAction(targets, Setting, "policy")
{
    private const string Setting = "maxmemory-policy";
    private const string Keeping = "noeviction";

    private static readonly TimeSpan SearchBudget = TimeSpan.FromSeconds(8);

    public override ActionDefinition Definition { get; } = new(
        new ActionId("redis.set-policy"),
        Risk.Change,
        "Sets what happens when memory is full; eviction is refused over queues")
    {
        Parameters =
        [
            new Parameter("policy", "what Redis does when memory is full", Keeping)
            {
                Required = true,
                Choices = [Keeping, "allkeys-lru", "allkeys-lfu", "allkeys-random", "volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl"],
            },
        ],
    };

    protected override string Normal(string value) => value.ToLowerInvariant();

    protected override async Task<PlanResult?> WhyNotAsync(SettingChange change, CancellationToken ct)
    {
        if (change.Wanted == Keeping)
        {
            return null;
        }

        var instead = $"Make room instead: /redis memory on {change.Target.Name}, then /redis clear-cache or /redis set-maxmemory.";
        var unseen = change.Info.Keyspace.Where(database => database.Number != change.Target.Endpoint.Database && database.Keys > 0).ToList();
        if (unseen.Count > 0)
        {
            return new PlanResult.Refused("Eviction takes keys from every database, and "
                + $"{string.Join(", ", unseen.Select(database => $"db{database.Number} holds {Figures.Count(database.Keys)}"))} that "
                + "cannot be looked at from here: there may be queues among them.", instead);
        }

        var search = await queues.FindAsync(change.Session, SearchBudget, ct);
        return search switch
        {
            { Found: { } owner } => new PlanResult.Refused($"{change.Target.Name} holds job queues, {owner}: eviction destroys them. "
                + $"{(change.Wanted.StartsWith("volatile-", StringComparison.Ordinal)
                    ? "It would take the locks of running jobs, which then run twice."
                    : "It would take waiting jobs without a trace.")}", instead),
            { Complete: false } => new PlanResult.Refused($"Not all keys could be looked at within {SearchBudget.TotalSeconds:0} s, "
                + "so nobody knows that there is no queue among them; eviction would destroy it.", instead),
            _ => null,
        };
    }

    protected override IEnumerable<string> Notes(SettingChange change)
    {
        var memory = change.Info.Memory;
        yield return $"Memory now: {MemoryText.Fill(memory)}.";
        if (change.Wanted != Keeping)
        {
            yield return "No queue was found among its keys. Once memory is full Redis removes keys by itself: only right for a pure cache.";
        }
        else if (memory.Fill >= MemoryFacts.NearlyFull)
        {
            yield return "Memory is nearly full: from now on writes are refused where keys were evicted before. Make room, or raise maxmemory, soon.";
        }
        else
        {
            yield return "Nothing is evicted any longer; once memory is full, writes are refused.";
        }
    }

    protected override async Task<VerifyResult> CheckAsync(RedisTarget target, IRedisSession session, string value, bool isUndo, CancellationToken ct) =>
        new(true, $"the policy is {value}; {MemoryText.Fill((await RedisInfo.ReadAsync(session, ct)).Memory)}");
}
