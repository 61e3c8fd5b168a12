using IncidentBot.Chat;
using IncidentBot.Commands;
using IncidentBot.Execution;
using IncidentBot.Settings;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Webhooks;

internal static class WebhookServices
{
    /// <summary>All of it is there only where somebody is to be told.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings(WebhooksOptions.Section, (WebhooksOptions options) => options.Endpoints);
        services.AddSingleton<IValidateOptions<WebhooksOptions>>(new FaultsStopTheStart<WebhooksOptions>(WebhookOptionsCheck.Read));
        if (!configuration.GetSection(WebhooksOptions.Section).GetChildren().Any())
        {
            return services.AddSingleton<FurtherCommands>(provider => () =>
            [
                PartThatIsOff.Command(
                    "/webhooks",
                    "Shows who else is told of incidents, and how that goes",
                    "Nobody is told by webhooks.",
                    $"They are set up in the configuration, under {WebhooksOptions.Section}: src/IncidentBot.Server/Webhooks/README.md says how.",
                    provider.GetRequiredService<ILedger>()),
            ]);
        }

        // Without its beginning it is the same secret.
        services.AddSingleton<SecretsOfAPart>(provider => () => provider.GetRequiredService<IOptions<WebhooksOptions>>().Value.Endpoints.Values
            .SelectMany(endpoint => endpoint.Secrets)
            .Select(secret => secret.StartsWith(WebhookSecret.Prefix, StringComparison.Ordinal) ? secret[WebhookSecret.Prefix.Length..] : secret));
        services.AddSingleton(provider => new IncidentEvents(
            provider.GetRequiredService<IOptions<WebhooksOptions>>().Value,
            provider.GetRequiredService<IOptions<PageOptions>>().Value is { AreServed: true } pages ? pages.Url.Trim() : "urn:incidentbot",
            channel => provider.GetServices<IChatPlatform>().FirstOrDefault(platform => platform.Name == channel.Platform)?.AddressOf(channel),
            provider.GetRequiredService<Redactor>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookDeliveries>();
        services.AddSingleton<WebhookCommands>();
        services.AddSingleton<FurtherCommands>(provider => () => provider.GetRequiredService<WebhookCommands>().Table);
        services.AddHealthChecks().AddCheck<WebhookStanding>(WebhooksOptions.Section);
        return services;
    }
}
