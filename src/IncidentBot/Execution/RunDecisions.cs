using IncidentBot.Actions;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Execution;

/// <summary>Loads a run, lets the caller decide, and commits: again from the start when somebody else was faster.</summary>
public sealed class RunDecisions(ILedger ledger, Lookup lookup, TimeProvider time)
{
    /// <param name="number">The run as it was typed: 12 for <c>R-12</c>.</param>
    public Task<Answer> DecideAsync(Request request, int number, Func<Run, Task<Changes>> decide, CancellationToken ct) => ledger.DecideAsync(
        request,
        async () => await FindAsync(request, number, ct) is { } run ? About(run, await decide(run)) : Missing(request, number),
        () => Refuse(request, $"R-{number}", $"R-{number} was changed by somebody else at the same moment.", "Look at its card, then try again."),
        ct);

    /// <returns>Null where there is none, or none that they may see.</returns>
    public Task<Run?> FindAsync(Request request, int number, CancellationToken ct) => lookup.RunAsync(request.By, number, ct);

    /// <summary>The run that holds the target of this one, in words for whoever asks; null where it is free.</summary>
    public async Task<string?> HeldByAsync(Request request, Run run, IRunStore runs, PeopleDirectory people, CancellationToken ct) =>
        await runs.HolderOfAsync(run.Lock, ct) is not { } holder ? null
        : await lookup.SeesAsync(request.By, holder, ct) ? RunText.HeldBy(holder, people)
        : RunText.HeldByAnother(holder);

    public Changes Missing(Request request, int number) =>
        Refuse(request, $"R-{number}", $"There is no run R-{number}.", "Type /run list to see the runs under way.");

    /// <inheritdoc cref="LedgerAnswers.Refuse"/>
    public Changes Refuse(Request request, string subject, string rule, string hint) => request.Refuse(time.GetUtcNow(), subject, rule, hint);

    private static Changes About(Run run, Changes changes) => changes with { Answer = changes.Answer! with { Subject = Subject.Run(run.Number) } };
}
