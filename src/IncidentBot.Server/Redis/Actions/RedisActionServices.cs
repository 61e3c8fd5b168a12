using IncidentBot.Actions;
using IncidentBot.Redis.Actions.Caches;
using IncidentBot.Redis.Actions.Clients;
using IncidentBot.Redis.Actions.Cluster;
using IncidentBot.Redis.Actions.Memory;
using IncidentBot.Redis.Actions.Reads;
using IncidentBot.Redis.Actions.Sentinel;
using IncidentBot.Redis.Actions.Standby;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Peers;
using Microsoft.Extensions.Options;

namespace IncidentBot.Redis.Actions;

internal static class RedisActionServices
{
    /// <summary>The actions of the catalogue whose target is a Redis. A new one is a class in this folder and a line here.</summary>
    public static IServiceCollection AddRedisActions(this IServiceCollection services) => services
        .AddSingleton(provider => new ClearableCaches(provider.GetRequiredService<IOptions<RedisOptions>>().Value.Targets
            .ToDictionary(target => target.Key, IReadOnlyList<CacheOptions> (target) => target.Value.Caches)))
        .AddSingleton(new TargetKind("redis", "Targets", "src/IncidentBot.Server/Redis/README.md")
        {
            Situation = "Redis is sick",
            Looks = ["diagnose", "ping", "memory", "clients"],
        })
        .AddSingleton<IReadOnlyList<Target>>(provider => [.. provider.GetRequiredService<RedisTargets>().All
            .Select(target => new Target(target.Name, "redis", target.Endpoint.ToString()) { Lock = target.Lock })])
        .AddSingleton<KeyspaceSampler>()
        .AddSingleton<CacheScan>()
        .AddSingleton<CacheSweep>()
        .AddSingleton<BigKeys>()
        .AddSingleton<QueueKeys>()
        .AddSingleton<IVerification, RedisVerification>()
        .AddSingleton<IRunbookAction, PingAction>()
        .AddSingleton<IRunbookAction, DiagnoseAction>()
        .AddSingleton<IRunbookAction, InfoAction>()
        .AddSingleton<IRunbookAction, ClientsAction>()
        .AddSingleton<IRunbookAction, MemoryAction>()
        .AddSingleton<IRunbookAction, PersistenceAction>()
        .AddSingleton<IRunbookAction, ReplicationAction>()
        .AddSingleton<IRunbookAction, SlowlogAction>()
        .AddSingleton<IRunbookAction, LatencyAction>()
        .AddSingleton<IRunbookAction, ClearCacheAction>()
        .AddSingleton<IRunbookAction, KillClientAction>()
        .AddSingleton<IRunbookAction, SetMaxMemoryAction>()
        .AddSingleton<IRunbookAction, SetMaxClientsAction>()
        .AddSingleton<IRunbookAction, SetPolicyAction>()
        .AddSingleton<IRunbookAction, IdleClientsAction>()
        .AddSingleton<IRunbookAction, KillIdleAction>()
        .AddSingleton<IRunbookAction, BackgroundSaveAction>()
        .AddSingleton<IRunbookAction, KillScriptAction>()
        .AddSingleton<IRunbookAction, BigKeysAction>()
        .AddSingleton<IRunbookAction, ActivityAction>()
        .AddSingleton<IRunbookAction, MonitorAction>()
        .AddSingleton<IRunbookAction, PreventionAction>()
        .AddSingleton<KnownNodes>()
        .AddSingleton<SentinelReader>()
        .AddSingleton<SentinelChecks>()
        .AddSingleton<IRunbookAction, SentinelsAction>()
        .AddSingleton<IRunbookAction, FailoverAction>()
        .AddSingleton<ClusterReader>()
        .AddSingleton<ClusterChecks>()
        .AddSingleton<IRunbookAction, ClusterAction>()
        .AddSingleton<IRunbookAction, ClusterFailoverAction>()
        .AddSingleton<SeenOffsets>()
        .AddSingleton<PairReader>()
        .AddSingleton<PromotePlan>()
        .AddSingleton<RoleSwitch>()
        .AddHostedService<OffsetWatch>()
        .AddSingleton<IRunbookAction, StandbyAction>()
        .AddSingleton<IRunbookAction, PromoteStandbyAction>()
        .AddSingleton<IRunbookAction, RejoinAction>()
        .AddSingleton<IRunbookAction, ReturnToPrimaryAction>();
}
