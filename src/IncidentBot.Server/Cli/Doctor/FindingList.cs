using System.Text.Encodings.Web;
using System.Text.Json;

namespace IncidentBot.Cli.Doctor;

/// <summary>Findings as they are printed: for people with a sign and a word, neither of which needs a colour; or for machines.</summary>
internal static class FindingList
{
    private static readonly JsonSerializerOptions Options =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Line(Finding finding) => $"{Sign(finding.Mark)} {finding.Area}: {finding.Line}";

    /// <summary>What to do before anything else: the worst, and of equals the one that the others rest on.</summary>
    public static string First(IReadOnlyCollection<Finding> findings) =>
        findings.Where(finding => finding.Mark != Mark.Ok).MaxBy(finding => finding.Mark) is { } worst
            ? $"{worst.Area}: {worst.Line}"
            : "nothing, all is well.";

    /// <summary>Names are stable: scripts depend on them.</summary>
    public static string Json(IReadOnlyCollection<Finding> findings) => JsonSerializer.Serialize(
        new
        {
            First = First(findings),
            Findings = findings.Select(finding => new { Mark = finding.Mark.ToString().ToLowerInvariant(), finding.Area, finding.Line }),
        },
        Options);

    /// <remarks>A warning stops no script: behind a proxy it is how things are meant to be.</remarks>
    public static int Code(IReadOnlyCollection<Finding> findings) => findings.Any(finding => finding.Mark == Mark.Wrong) ? ExitCode.Found : ExitCode.Well;

    private static string Sign(Mark mark) => mark switch
    {
        Mark.Ok => "✓ ok     ",
        Mark.Warning => "! warning",
        _ => "✗ wrong  ",
    };
}
