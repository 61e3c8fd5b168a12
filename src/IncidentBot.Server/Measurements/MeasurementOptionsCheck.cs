using System.Text.RegularExpressions;
using IncidentBot.Settings;

namespace IncidentBot.Measurements;

/// <summary>What is wrong with the measurements that the types cannot say.</summary>
internal static partial class MeasurementOptionsCheck
{
    public static void Read(MeasurementsOptions options, SettingFaults faults)
    {
        foreach (var (name, one) in options.Named)
        {
            var path = $"{MeasurementsOptions.Section}:{name}";
            faults.Check(
                Name().IsMatch(name),
                $"{path} is no name for a measurement. Expected small letters, digits and hyphens, at most 40, not beginning with a hyphen.");
            faults.Check(
                Measurement.Usual.All(usual => usual.Name != name),
                $"{path} has the name of a usual one, which cannot be changed. Expected another name.");
            faults.Check(one.From is not null, $"{path}:From is missing. Expected one of {All}.");
            faults.Check(one.Until is not null, $"{path}:Until is missing. Expected one of {All}.");
            if (one is not { From: { } from, Until: { } until })
            {
                continue;
            }

            faults.Check(until > from, $"{path} is from {from} until {until}. Expected an end that comes after it: {All} come in this order.");
            faults.Check(
                one.Service.Length == 0 || from is PointName.ImpactBegan || until is PointName.Mitigated,
                $"{path}:Service is of no use from {from} until {until}. Expected From ImpactBegan or Until Mitigated: people say no more of a service.");
        }
    }

    private static string All => string.Join(", ", Enum.GetNames<PointName>());

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,39}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
