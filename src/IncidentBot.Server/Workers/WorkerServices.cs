using IncidentBot.Webhooks;

namespace IncidentBot.Workers;

internal static class WorkerServices
{
    /// <summary>After all other parts: whoever has nothing to tell to webhooks has no worker that looks for it.</summary>
    public static IServiceCollection AddWorkers(this IServiceCollection services)
    {
        services
            .AddHostedService<InboxWorker>()
            .AddHostedService<OutboxWorker>()
            .AddHostedService<ScheduleWorker>()
            .AddHostedService<AlertWorker>()
            .AddHostedService<AbandonedRunsWorker>();
        return services.Any(service => service.ServiceType == typeof(WebhookDeliveries)) ? services.AddHostedService<WebhookWorker>() : services;
    }
}
