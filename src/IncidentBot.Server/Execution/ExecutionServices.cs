using IncidentBot.Actions;

namespace IncidentBot.Execution;

internal static class ExecutionServices
{
    public static IServiceCollection AddExecution(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<IConfiguration>().GetSection("Execution").Get<ExecutionPolicy>() ?? new ExecutionPolicy())
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
