namespace IncidentBot.Workers;

internal static class WorkerServices
{
    public static IServiceCollection AddWorkers(this IServiceCollection services) => services
        .AddHostedService<InboxWorker>()
        .AddHostedService<OutboxWorker>()
        .AddHostedService<ScheduleWorker>()
        .AddHostedService<AlertWorker>()
        .AddHostedService<AbandonedRunsWorker>();
}
