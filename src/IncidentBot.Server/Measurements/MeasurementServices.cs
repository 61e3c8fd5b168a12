using IncidentBot.Commands;
using IncidentBot.Desk;
using IncidentBot.Reporting.Reports;
using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.Measurements;

internal static class MeasurementServices
{
    /// <summary>What is measured of incidents, and the commands that show it.</summary>
    public static IServiceCollection AddMeasurements(this IServiceCollection services)
    {
        services.AddSettings(MeasurementsOptions.Section, (MeasurementsOptions options) => options.Named);
        return services
            .AddSingleton<IValidateOptions<MeasurementsOptions>>(new FaultsStopTheStart<MeasurementsOptions>(MeasurementOptionsCheck.Read))
            .AddSingleton(provider => All(provider.GetRequiredService<IOptions<MeasurementsOptions>>().Value))
            .AddSingleton<NumbersDesk>()
            .AddSingleton<NumberCommands>()
            .AddSingleton<ReportWriter>()
            .AddSingleton<ReportDesk>()
            .AddSingleton<ReportCommands>()
            .AddSingleton<FurtherCommands>(provider => () => provider.GetRequiredService<NumberCommands>().Table)
            .AddSingleton<FurtherCommands>(provider => () => provider.GetRequiredService<ReportCommands>().Table);
    }

    internal static IReadOnlyList<Measurement> All(MeasurementsOptions options) =>
    [
        .. Measurement.Usual,
        .. options.Named.Select(one => new Measurement(one.Key, one.Value.From!.Value, one.Value.Until!.Value)
        {
            Which = one.Value.Which ?? Occurrence.Last,
            Service = one.Value.Service.Length > 0 ? one.Value.Service : null,
        }),
    ];
}
