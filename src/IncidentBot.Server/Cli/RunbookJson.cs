using System.Text.Encodings.Web;
using System.Text.Json;
using IncidentBot.Runbooks;

namespace IncidentBot.Cli;

/// <summary>The answer for machines. Names are stable: scripts depend on them.</summary>
internal static class RunbookJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Render(IReadOnlyList<(string File, RunbookReport Report)> reports) => JsonSerializer.Serialize(
        new
        {
            Files = reports.Select(one => new
            {
                one.File,
                one.Report.Title,
                Sha256 = one.Report.Hash,
                Unknown = one.Report.HasUnknown,
                Totals = one.Report.Totals.ToDictionary(total => total.Key.Text(), total => total.Value),
                Steps = one.Report.Steps.Select(step => new
                {
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
            }),
        },
        Options);
}
