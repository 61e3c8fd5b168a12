using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.Redis.Queues.BullMq;

internal static class BullMqServices
{
    /// <summary>Each Redis is a target of <c>queue</c> too, by the same name: one change at a time holds for both.</summary>
    public static IServiceCollection AddBullMqActions(this IServiceCollection services)
    {
        services.AddSettings<QueueOptions>("Queues");
        return services
            .AddSingleton(new TargetKind("queue", "Targets", "src/IncidentBot.Server/Redis/README.md")
            {
                Situation = "Jobs are not processed",
                Looks = ["list", "status"],
            })
            .AddSingleton<IReadOnlyList<Target>>(provider => [.. provider.GetRequiredService<RedisTargets>().All
                .Select(target => new Target(target.Name, "queue", target.Endpoint.ToString()) { Lock = target.Lock })])
            .AddSingleton(provider => provider.GetRequiredService<IOptions<QueueOptions>>().Value with
            {
                Prefixes = provider.GetRequiredService<IOptions<RedisOptions>>().Value.Targets.Where(target => target.Value.QueuePrefix is not null)
                    .ToDictionary(target => target.Key, target => target.Value.QueuePrefix!, StringComparer.OrdinalIgnoreCase),
            })
            .AddSingleton<QueueNames>()
            .AddSingleton(provider => new NameSource("queue", "queue", (target, ct) => provider.GetRequiredService<QueueNames>().SomeAsync(
                provider.GetRequiredService<RedisTargets>().OpenNow(target), provider.GetRequiredService<QueueOptions>().PrefixOf(target), ct)))
            .AddSingleton<QueueProgress>()
            .AddSingleton<IRunbookAction, ListAction>()
            .AddSingleton<IRunbookAction, StatusAction>()
            .AddSingleton<IRunbookAction, JobsAction>()
            .AddSingleton<IRunbookAction, PauseAction>()
            .AddSingleton<IRunbookAction, ResumeAction>()
            .AddSingleton<IRunbookAction, RetryFailedAction>()
            .AddSingleton<IRunbookAction, RetryStalledAction>()
            .AddSingleton<IRunbookAction, PromoteAction>()
            .AddSingleton<IRunbookAction, CleanAction>()
            .AddSingleton<IRunbookAction, RestoreAction>();
    }
}
