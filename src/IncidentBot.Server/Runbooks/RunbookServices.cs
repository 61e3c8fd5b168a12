using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.Runbooks;

internal static class RunbookServices
{
    public static IServiceCollection AddRunbooks(this IServiceCollection services)
    {
        services.AddSettings<RunbookOptions>("Runbooks");
        services.AddSingleton<IValidateOptions<RunbookOptions>, RunbookOptionsValidation>();
        services.AddSingleton<IRunbookFiles, RunbookFiles>();
        services.AddSingleton<RunbookReader>();
        services.AddSingleton<RunbookLibrary>();
        services.AddSingleton<PinnedRunbooks>();
        return services;
    }
}
