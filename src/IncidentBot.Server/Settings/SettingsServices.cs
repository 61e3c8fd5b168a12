using Microsoft.Extensions.Options;

namespace IncidentBot.Settings;

/// <summary>The one way in which a folder reads its settings.</summary>
internal static class SettingsServices
{
    /// <summary>A section, read into its class at the first use; what cannot be used stops the start.</summary>
    public static OptionsBuilder<TOptions> AddSettings<TOptions>(this IServiceCollection services, string path)
        where TOptions : class, new() => services.AddSettings<TOptions, TOptions>(path, options => options);

    /// <param name="part">What of the class the section fills.</param>
    public static OptionsBuilder<TOptions> AddSettings<TOptions, TPart>(this IServiceCollection services, string path, Func<TOptions, TPart> part)
        where TOptions : class
        where TPart : class, new()
    {
        services.AddSingleton<IValidateOptions<TOptions>>(provider => new Strict<TOptions, TPart>(provider.GetRequiredService<IConfiguration>(), path));
        return services.AddOptions<TOptions>()
            .Configure<IConfiguration>((options, configuration) => Read(configuration, path, part(options), new SettingFaults()))
            .ValidateOnStart();
    }

    /// <summary>A section as it can be used, for what has to be known before there are services. Faults are said by whoever checks them all.</summary>
    public static TOptions Read<TOptions>(this IConfiguration configuration, string path)
        where TOptions : class, new()
    {
        var options = new TOptions();
        Read(configuration, path, options, new SettingFaults());
        return options;
    }

    /// <summary>What is wrong with the settings of all services that were added, taken together: an address that cannot be one, half a chat.</summary>
    public static IReadOnlyList<string> FaultsOfSettings(this IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
        catch (AggregateException e) when (e.InnerExceptions.All(each => each is OptionsValidationException))
        {
            return [.. e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(each => each.Failures).Distinct()];
        }
    }

    private static void Read(IConfiguration configuration, string path, object into, SettingFaults faults) =>
        new SettingsReader(configuration, faults).Read(new SettingsSection(path, into.GetType()), into);

    private sealed class Strict<TOptions, TPart>(IConfiguration configuration, string path) : IValidateOptions<TOptions>
        where TOptions : class
        where TPart : class, new()
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var faults = new SettingFaults();
            Read(configuration, path, new TPart(), faults);
            return faults.All.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults.All);
        }
    }
}
