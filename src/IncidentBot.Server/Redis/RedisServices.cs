using IncidentBot.Cli.Doctor;
using IncidentBot.Execution;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Redis;

internal static class RedisServices
{
    public static IServiceCollection AddRedis(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<RedisOptions>("Redis");
        services.AddSettings("Targets", (RedisOptions options) => options.Targets).Configure<IConfiguration>(NamePrimary);
        services.AddSingleton<IValidateOptions<RedisOptions>, RedisOptionsValidation>();
        services.AddSingleton<RedisTargets>();
        services.AddSingleton<SecretsOfAPart>(provider => () => provider.GetRequiredService<IOptions<RedisOptions>>().Value.Passwords);
        services.AddSingleton<Diagnoser>();
        services.AddSingleton<ITargetDoctor, RedisDoctor>();
        services.AddHostedService(provider => provider.GetRequiredService<RedisTargets>());
        return services;
    }

    // REDIS_URL is what the services around us already have: it names `primary`, unless the settings do.
    private static void NamePrimary(RedisOptions options, IConfiguration configuration)
    {
        // The shipped settings say which caches of `primary` may be cleared, and nothing else: it is there for whoever names no other target.
        var isNamed = configuration.GetSection($"Targets:{RedisOptions.DefaultTarget}").GetChildren()
            .Any(setting => !setting.Key.Equals(nameof(RedisTargetOptions.Caches), StringComparison.OrdinalIgnoreCase));
        var hasOthers = options.Targets.Keys.Any(name => !name.Equals(RedisOptions.DefaultTarget, StringComparison.OrdinalIgnoreCase));
        var given = configuration["REDIS_URL"] is { Length: > 0 } fromEnvironment ? fromEnvironment : null;
        if (given is null && hasOthers && !isNamed)
        {
            options.Targets.Remove(RedisOptions.DefaultTarget);
            return;
        }

        options.Targets.TryAdd(RedisOptions.DefaultTarget, new RedisTargetOptions());
        var primary = options.Targets[RedisOptions.DefaultTarget];
        primary.Url = primary.Url.Length > 0 ? primary.Url : given ?? RedisOptions.DefaultUrl;
    }
}
