using IncidentBot.Actions;
using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.Execution;

internal static class ExecutionServices
{
    public static IServiceCollection AddExecution(this IServiceCollection services)
    {
        services.AddSettings<ExecutionPolicy>("Execution");
        return services
            .AddSingleton(provider => provider.GetRequiredService<IOptions<ExecutionPolicy>>().Value)
            .AddSingleton(provider => new Redactor(
                ConfiguredSecrets.In(provider.GetRequiredService<IConfiguration>())
                    .Concat(provider.GetServices<SecretsOfAPart>().SelectMany(secrets => secrets()))
                    .SelectMany(ConfiguredSecrets.FormsOf)))
            .AddSingleton<ActionCatalogue>()
            .AddSingleton(provider => new TargetCatalogue(
                [.. provider.GetServices<IReadOnlyList<Target>>().SelectMany(targets => targets)],
                [.. provider.GetServices<TargetKind>()]))
            .AddSingleton<ActionCallReader>()
            .AddSingleton<AuditedReader>()
            .AddSingleton<Planner>()
            .AddSingleton<RunDecisions>()
            .AddSingleton<RunRequests>()
            .AddSingleton<RunApprovals>()
            .AddSingleton<RunSettlement>()
            .AddSingleton<AbandonedRuns>()
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<ActionExecutor>(provider, $"{Environment.MachineName}:{Environment.ProcessId}"));
    }
}
