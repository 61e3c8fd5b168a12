using System.Text.Encodings.Web;
using System.Text.Json;
using IncidentBot.Runbooks;

namespace IncidentBot.Cli;

/// <summary>The answer for machines. Names are stable: scripts depend on them.</summary>
internal static class RunbookJson
{
    private static readonly JsonSerializerOptions Options =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Render(IReadOnlyList<CheckedRunbook> reports) => JsonSerializer.Serialize(
        new
        {
            Files = reports.Select(one => new
            {
                one.File,
                one.Id,
                one.Report.Title,
                Sha256 = one.Report.Hash,
                Unknown = one.Report.HasUnknown,
                Totals = one.Report.Totals.ToDictionary(total => total.Key.Text(), total => total.Value),
                Steps = one.Report.Steps.Select(step => new
                {
                    step.Number,
                    step.Line,
                    step.EndLine,
                    Stage = step.Stage.Text(),
                    step.Section,
                    step.Source,
                    Class = step.Class.Text(),
                    Action = step.Action?.Value,
                    step.Becomes,
                    step.Why,
                }),
                NotCommands = one.Report.Asides,
                Faults = one.Faults.Select(fault => new { fault.Line, fault.What, fault.Fix }),
            }),
        },
        Options);
}
