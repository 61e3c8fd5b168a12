using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Runbooks;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Commands;

/// <summary>The words that can be typed for a parameter, as far as they are known: what there is, what is allowed, what was typed before.</summary>
public sealed class KnownValues(
    IIncidentStore incidents, IRunStore runs, RunbookLibrary runbooks, PeopleDirectory people, ActionCallReader calls, NamesOnTargets names)
{
    private const int Most = 8;

    /// <summary>Among so many of the newest, and of those that are not over, the ones are found that suit a command.</summary>
    private const int RunsLookedAt = 50;

    /// <param name="begun">What is typed of the word.</param>
    /// <param name="by">Is offered what they may see.</param>
    public async Task<IReadOnlyList<KnownValue>> OfAsync(
        Parameter parameter, string begun, Person by, Command command, IReadOnlyList<string> earlier, CancellationToken ct) => parameter switch
        {
            { Kind: ParameterKind.Flag } => [new(parameter.Name, parameter.Help)],
            { Named: true } when begun.StartsWith($"{parameter.Name}=", StringComparison.OrdinalIgnoreCase) || parameter.Choices.Count == 1 =>
                [.. parameter.Choices.Select(choice => new KnownValue($"{parameter.Name}={choice}", parameter.Help))],
            { Named: true } => [new($"{parameter.Name}=", parameter.Help)],
            { Choices.Count: > 0 } => [.. parameter.Choices.Select(choice => new KnownValue(choice, parameter.Help))],
            { Kind: ParameterKind.Incident } => await IncidentsAsync(begun, by, ct),
            { Kind: ParameterKind.Run } => await RunsAsync(parameter, begun, by, ct),
            { Kind: ParameterKind.RunOrIncident } => [.. await RunsAsync(parameter, begun, by, ct), .. await IncidentsAsync(begun, by, ct)],
            { Kind: ParameterKind.Person } => [.. people.All.Select(person => new KnownValue($"@{person.Id}", person.Name))],
            { Kind: ParameterKind.Runbook } => [.. (await runbooks.OpenAsync(ct)).Runbooks.Select(runbook => new KnownValue(runbook.Id, runbook.Title))],
            { Kind: ParameterKind.Word } =>
                [.. Earlier(parameter, command, earlier), .. await OnTargetsAsync(parameter, begun, by, command, ct)],
            _ => [],
        };

    private async Task<IReadOnlyList<KnownValue>> IncidentsAsync(string begun, Person by, CancellationToken ct) =>
        !Begins("INC-", begun) ? [] : [.. (await incidents.ListAsync(new IncidentQuery(Reader.Of(by)) { Text = TextOf(begun), Limit = Most }, ct)).Items
            .Select(incident => new KnownValue(incident.Label, $"{incident.Title}, {incident.State.ToString().ToLowerInvariant()}"))];

    private async Task<IReadOnlyList<KnownValue>> RunsAsync(Parameter parameter, string begun, Person by, CancellationToken ct)
    {
        if (!Begins("R-", begun))
        {
            return [];
        }

        var newest = new RunQuery(Reader.Of(by)) { Limit = RunsLookedAt };
        var unsettled = (await runs.ListAsync(newest with { UnsettledOnly = true }, ct)).Items;
        return [.. unsettled.Concat((await runs.ListAsync(newest, ct)).Items)
            .Where(run => parameter.Suits?.Invoke(run) is not false && run.Label.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(run => run.Number)
            .OrderByDescending(run => run.Number)
            .Take(Most)
            .Select(run => new KnownValue(run.Label, $"{run.Call}, {RunText.StateInWords(run.State)}"))];
    }

    /// <summary>Of all targets: the one that is meant is often named only behind it.</summary>
    private async Task<IReadOnlyList<KnownValue>> OnTargetsAsync(Parameter parameter, string begun, Person by, Command command, CancellationToken ct) =>
        !command.IsFor(by) ? [] : [.. (await names.OfAsync(command.Root[1..], parameter.Name, ct))
            .Where(one => one.Name.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .GroupBy(one => one.Name, one => one.Target)
            .Take(Most)
            .Select(one => new KnownValue(one.Key, $"{parameter.Name} on {string.Join(", ", one)}"))];

    /// <summary>Whether a label could be meant; words of a text are looked for nowhere.</summary>
    private static bool Begins(string label, string begun) =>
        label.StartsWith(begun, StringComparison.OrdinalIgnoreCase) || begun.StartsWith(label, StringComparison.OrdinalIgnoreCase);

    private static string? TextOf(string begun) => begun.Length > "INC-".Length ? begun : null;

    /// <summary>Patterns, and queues of a target that gives no answer: from what was typed or offered for the same parameter.</summary>
    private IReadOnlyList<KnownValue> Earlier(Parameter parameter, Command command, IReadOnlyList<string> earlier) =>
        [.. earlier
            .Where(line => line.StartsWith($"{command.Root} ", StringComparison.OrdinalIgnoreCase))
            .Select(line => CommandReader.Split(line))
            .Where(words => words.Count > 1)
            .Select(words => calls.Read($"{command.Root[1..]}.{words[1]}", [.. words.Skip(2)], null))
            .OfType<ActionReading.Ok>()
            .Select(read => read.Call.Find(parameter.Name))
            .OfType<string>()
            .Where(value => !value.Any(char.IsWhiteSpace))
            .Distinct()
            .Take(Most)
            .Select(value => new KnownValue(value, parameter.Help))];
}

public sealed record KnownValue(string Word, string Help);
