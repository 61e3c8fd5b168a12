using IncidentBot.Actions;
using IncidentBot.Cli.Doctor;
using IncidentBot.Runbooks;
using IncidentBot.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Http;

internal static class HttpServices
{
    /// <summary>The actions whose target is a service that speaks HTTP. They are there without any service too, so that runbooks can name them.</summary>
    public static IServiceCollection AddHttp(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<HttpOptions>().Configure<IConfiguration>(Read).ValidateOnStart();
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

    private static void Read(HttpOptions options, IConfiguration configuration)
    {
        foreach (var section in configuration.GetSection("Http").GetChildren())
        {
            var target = options.Targets[section.Key] = new HttpTargetOptions { BaseUrl = section["BaseUrl"] ?? "", CaFile = section["CaFile"] };
            foreach (var setting in section.GetChildren().Where(setting => setting.Key.EndsWith("Token", StringComparison.OrdinalIgnoreCase)))
            {
                target.Tokens[setting.Key] = setting.Value ?? "";
            }

            // A misspelt Anonymous or Risk must not pass for one that was left out.
            section.GetSection("Endpoints").Bind(target.Endpoints, binder => binder.ErrorOnUnknownConfiguration = true);
        }
    }
}
