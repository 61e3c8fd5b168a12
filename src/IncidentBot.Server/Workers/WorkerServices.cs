using IncidentBot.Mail;
using IncidentBot.Webhooks;

namespace IncidentBot.Workers;

internal static class WorkerServices
{
    /// <summary>After all other parts: whoever has nothing to tell to webhooks, or by e-mail, has no worker that looks for it.</summary>
    public static IServiceCollection AddWorkers(this IServiceCollection services)
    {
        services
            .AddHostedService<InboxWorker>()
            .AddHostedService<OutboxWorker>()
            .AddHostedService<ScheduleWorker>()
            .AddHostedService<AlertWorker>()
            .AddHostedService<WatchWorker>()
            .AddHostedService<AbandonedRunsWorker>();
        if (services.Has<WebhookDeliveries>())
        {
            services.AddHostedService<WebhookWorker>();
        }

        if (services.Has<MailDeliveries>())
        {
            services.AddHostedService<MailWorker>();
        }

        return services;
    }

    private static bool Has<T>(this IServiceCollection services) => services.Any(service => service.ServiceType == typeof(T));
}
