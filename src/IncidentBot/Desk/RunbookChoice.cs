using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Runbooks;
using IncidentBot.Runbooks.Matching;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

/// <summary>Which runbook an incident follows: the one that is named, or the one whose title or symptoms its title meets.</summary>
public sealed class RunbookChoice(RunbookLibrary library, TargetCatalogue targets, Redactor redactor, TimeProvider time)
{
    /// <param name="title">As it was typed; the id of a runbook may be its first word.</param>
    internal async Task<(ChosenRunbook? Chosen, string Title)> ForOpeningAsync(string title, string target, CancellationToken ct)
    {
        var shelf = await library.OpenAsync(ct);
        var first = title.Split(' ')[0];
        if (shelf.Find(first) is { } named)
        {
            // "redis is down" begins with the id of redis.md and is a title all the same; nobody writes redis-recovery into one, nor
            // the same word twice: "checkout Checkout is down".
            var rest = title[first.Length..].TrimStart();
            var isNoTitle = named.Id.Contains('-', StringComparison.Ordinal)
                || rest.Split(' ')[0].Equals(first, StringComparison.OrdinalIgnoreCase);
            return (
                Take(named, "Named when the incident was opened."),
                rest.Length == 0 ? named.Title : isNoTitle ? rest : title);
        }

        var fitting = Fitting(shelf, target);
        if (fitting.Find(runbook => Phrases.Contains(Phrases.Plain(title), Phrases.Plain(runbook.Title))) is { } titled)
        {
            return (Take(titled, "Chosen because the incident has its title."), title);
        }

        // A heading with the same words is too little to decide on without being asked.
        var match = RunbookMatcher.Match(fitting, title).FirstOrDefault(match => match.Strength is not MatchStrength.Heading);
        return (match is null ? null : Take(match.Runbook, $"Chosen because {match.Why}."), title);
    }

    /// <summary>The one with a section for what was found, for an incident that follows none.</summary>
    /// <inheritdoc cref="RunbookMatcher.Answering"/>
    internal async Task<RunbookMatch?> ForFindingAsync(string target, ActionId? read, ActionReport found, CancellationToken ct) =>
        found.Healthy ? null : RunbookMatcher.Answering(Fitting(await library.OpenAsync(ct), target), read, found);

    private List<Runbook> Fitting(RunbookShelf shelf, string target)
    {
        var systems = targets.All.Where(known => known.Name == target).Select(known => known.System).ToList();
        return [.. shelf.Runbooks.Where(runbook => runbook.System is null || systems.Contains(runbook.System))];
    }

    internal ChosenRunbook Take(Runbook runbook, string why)
    {
        var now = time.GetUtcNow();
        var progress = new RunbookProgress(runbook.Id, runbook.Title, runbook.Hash, runbook.Steps.Count, now)
        {
            Why = why,
            Severities = runbook.Severities,
            Services = runbook.Services,
            Checks = runbook.Checks,
        };
        return new ChosenRunbook(progress, new PinnedRunbook(runbook.Hash, runbook.Id, redactor.Clean(runbook.Text.Value), now));
    }
}

internal sealed record ChosenRunbook(RunbookProgress Progress, PinnedRunbook Pin)
{
    /// <summary>For the timeline.</summary>
    public TimelineEvent Started => new TimelineEvent.RunbookStarted(Progress.Id, Progress.Title, Progress.Hash, Progress.Why);
}
