using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Incidents;

namespace IncidentBot.Reporting;

/// <summary>
/// Put into a button's command, so that a press of a button that is left over from an earlier state of the step does
/// nothing. A once-key would not do: the press of somebody who may not would use it up for those who may.
/// </summary>
public static class StepMark
{
    public const string Prefix = "card:";

    public static string Of(RunbookProgress progress, int step)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Hash}\n{progress.StartedAt.ToUnixTimeMilliseconds()}\n{step}\n{progress.Of(step)?.Times ?? 0}");
        return Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
    }
}
