using IncidentBot.Settings;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Connections;

namespace IncidentBot.Cli;

/// <summary>What keeps the bot from starting, and what to do, where the message of the exception alone does not say that.</summary>
internal static class WhyNotStarted
{
    public static async Task<string> SayAsync(Exception failure, Func<IConfiguration> configuration)
    {
        var said = failure.Message.ReplaceLineEndings(" ");
        return failure switch
        {
            { InnerException: AddressInUseException } =>
                $"{said.TrimEnd('.')}. Is it running already? Stop what listens there, or set Urls to another address.",
            SettingsFaultException { Faults: { Count: > 1 } faults } => $"Of its settings:\n{string.Join('\n', faults.Select(fault => $"  {fault}"))}",
            StorageSetupException or StoreUnavailableException
                when configuration().Read<StorageOptions>("Storage") is { Postgres: null or "", Sqlite: { Length: > 0 } file }
                && await DataFolder.WhyNotWritableAsync(file, CancellationToken.None) is { } why => $"{said.TrimEnd('.')}. {why}",
            _ => said,
        };
    }
}
