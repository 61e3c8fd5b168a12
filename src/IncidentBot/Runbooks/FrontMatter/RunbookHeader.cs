using IncidentBot.Incidents;

namespace IncidentBot.Runbooks.FrontMatter;

/// <summary>What the front matter says; all of it is optional.</summary>
internal sealed record RunbookHeader
{
    public string? Id { get; init; }
    public string? Title { get; init; }
    public string? System { get; init; }
    public IReadOnlyList<SeverityLevel> Severities { get; init; } = [];
    public IReadOnlyList<AffectedService> Services { get; init; } = [];
    public IReadOnlyList<RunbookSymptom> Symptoms { get; init; } = [];
    public IReadOnlyList<string> Checks { get; init; } = [];
    public IReadOnlyList<(int Line, string What, string Fix)> Faults { get; init; } = [];
}
