using Microsoft.Extensions.Options;

namespace IncidentBot.Runbooks;

internal static class RunbookServices
{
    public static IServiceCollection AddRunbooks(this IServiceCollection services)
    {
        services.AddOptions<RunbookOptions>().Configure<IConfiguration>((options, configuration) => options.Read(configuration)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RunbookOptions>, RunbookOptionsValidation>();
        services.AddSingleton<IRunbookFiles, RunbookFiles>();
        services.AddSingleton<RunbookReader>();
        services.AddSingleton<RunbookLibrary>();
        services.AddSingleton<PinnedRunbooks>();
        return services;
    }
}
