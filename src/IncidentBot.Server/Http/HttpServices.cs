using IncidentBot.Actions;
using IncidentBot.Cli.Doctor;
using IncidentBot.Runbooks;
using IncidentBot.Settings;
using IncidentBot.Watching;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Http;

internal static class HttpServices
{
    /// <summary>The actions whose target is a service that speaks HTTP. They are there without any service too, so that runbooks can name them.</summary>
    public static IServiceCollection AddHttp(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings("Http", (HttpOptions options) => options.Targets);
        return services
            .AddSingleton<IValidateOptions<HttpOptions>>(new FaultsStopTheStart<HttpOptions>((options, faults) =>
            {
                foreach (var (target, settings) in options.Targets)
                {
                    new HttpTargetReader(target, settings, faults).Read();
                }
            }))
            .AddSingleton<HttpTargets>()
            .AddSingleton<ITargetDoctor, HttpDoctor>()
            .AddSingleton<Exchange>()
            .AddSingleton<IWatchedSystem, WatchedHttp>()
            .AddSingleton(new TargetKind("http", "Http", "src/IncidentBot.Server/Http/README.md")
            {
                Situation = "A service does not answer",
                Looks = ["check", "endpoints"],
            })
            .AddSingleton<IReadOnlyList<Target>>(
                provider => [.. provider.GetRequiredService<HttpTargets>().All.Select(target => new Target(target.Name, "http", target.BaseUrl.AbsoluteUri))])
            .AddSingleton<IReadOnlyList<ConfiguredStep>>(provider => HttpSteps.Of(provider.GetRequiredService<HttpTargets>()))
            .AddSingleton<IRunbookAction, EndpointsAction>()
            .AddSingleton<CheckAction>()
            .AddSingleton<IRunbookAction>(provider => provider.GetRequiredService<CheckAction>())
            .AddSingleton<IRunbookAction, RateLimitAction>()
            .AddSingleton<IRunbookAction, CallAction>()
            .AddSingleton<IVerification, HttpVerification>();
    }
}
