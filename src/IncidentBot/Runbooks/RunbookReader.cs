using IncidentBot.Actions;
using IncidentBot.Runbooks.FrontMatter;

namespace IncidentBot.Runbooks;

/// <summary>A runbook from its text: front matter, steps, sections, symptoms, and what is wrong with it. Never fails.</summary>
public sealed class RunbookReader(ActionCatalogue actions, TargetCatalogue targets, IEnumerable<IReadOnlyList<ConfiguredStep>>? configured = null)
{
    private readonly RunbookChecker checker = new(actions, targets, [.. (configured ?? []).SelectMany(steps => steps)]);

    /// <param name="file">Named in faults, and where the runbook gets its id when it says none.</param>
    public Runbook Read(string file, string text)
    {
        var runbook = new RunbookText(text);
        return Read(file, runbook, checker.Check(runbook));
    }

    public Runbook Read(string file, RunbookText text, RunbookReport report)
    {
        var header = FrontMatterReader.Read(text, actions, report.Sections);
        var id = header.Id ?? RunbookId.From(file);
        return new Runbook
        {
            Id = id,
            Title = header.Title ?? (report.Title.Length > 0 ? report.Title : id),
            File = file,
            Text = text,
            System = header.System,
            Severities = header.Severities,
            Services = header.Services,
            Symptoms = [.. header.Symptoms, .. report.Symptoms],
            Checks = header.Checks,
            Steps = report.Steps,
            Sections = report.Sections,
            Notes = report.Notes,
            Faults = [.. header.Faults.Concat(report.Faults)
                .OrderBy(fault => fault.Line)
                .Select(fault => new RunbookFault(file, fault.Line, fault.What, fault.Fix))],
        };
    }
}
