using Microsoft.Extensions.Options;

namespace IncidentBot.Settings;

/// <summary>Settings that cannot be used stop the start. A server that does not answer never does.</summary>
internal sealed class FaultsStopTheStart<TOptions>(Action<TOptions, SettingFaults> read) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var faults = new SettingFaults();
        read(options, faults);
        return faults.All.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults.All);
    }
}
