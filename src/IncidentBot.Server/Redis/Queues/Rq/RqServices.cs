using IncidentBot.Actions;
using IncidentBot.Commands;

namespace IncidentBot.Redis.Queues.Rq;

internal static class RqServices
{
    /// <summary>The actions for RQ's queues. Every Redis target is one of these too, under the same name, so that a run of either kind holds it.</summary>
    public static IServiceCollection AddRq(this IServiceCollection services) => services
        .AddSingleton(new TargetKind("rq", "Targets", "src/IncidentBot.Server/Redis/README.md")
        {
            Situation = "Jobs are not processed",
            Looks = ["list", "status"],
        })
        .AddSingleton<IReadOnlyList<Target>>(provider => [.. provider.GetRequiredService<RedisTargets>().All
            .Select(target => new Target(target.Name, "rq", target.Endpoint.ToString()) { Lock = target.Lock })])
        .AddSingleton(provider => new NameSource("rq", "queue", (target, ct) =>
            RqQueueNames.SomeAsync(provider.GetRequiredService<RedisTargets>().OpenNow(target), ct)))
        .AddSingleton<IRunbookAction, ListAction>()
        .AddSingleton<IRunbookAction, StatusAction>()
        .AddSingleton<IRunbookAction, WorkersAction>()
        .AddSingleton<IRunbookAction, FailedAction>()
        .AddSingleton<IRunbookAction, RequeueAction>()
        .AddSingleton<IRunbookAction, RecoverAbandonedAction>()
        .AddSingleton<IRunbookAction, EnqueueOverdueAction>()
        .AddSingleton<IRunbookAction, SuspendAction>()
        .AddSingleton<IRunbookAction, ResumeAction>();
}
