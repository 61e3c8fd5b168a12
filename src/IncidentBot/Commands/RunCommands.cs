using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Commands;

/// <summary><c>/approve</c>, <c>/reject</c> and what is typed about a run that exists.</summary>
public sealed class RunCommands(RunRequests requests, RunApprovals approvals, RunSettlement settlement, IncidentDesk desk, IRunStore runs, PeopleDirectory people, ILedger ledger)
{
    private const int ListedRuns = 20;

    public IEnumerable<Command> All =>
    [
        new("/approve", "<R-n> <plan>", "Approves a plan, named by the digits on its card; with INC-n and its code, an override",
            (context, ct) => NamesOverride(context, out var incident, out var code) ? desk.ApproveOverrideAsync(context.Request, incident, code, ct) : WithRunAsync(context, 1, (number, words) => approvals.ApproveAsync(context.Request, number, words[0], ct), ct)) { Needs = Permissions.Respond | Permissions.Approve },
        new("/reject", "<R-n> [reason]", "Turns a plan down; with INC-n and its code, an override",
            (context, ct) => NamesOverride(context, out var incident, out var code) ? desk.RejectOverrideAsync(context.Request, incident, code, ct) : WithRunAsync(context, 0, (number, words) => approvals.RejectAsync(context.Request, number, words.Count > 0 ? string.Join(' ', words) : null, ct), ct)) { Needs = Permissions.Respond | Permissions.Approve },
        new("/run list", "", "Lists runs that are not over, or that need a review", ListAsync),
        new("/run cancel", "<R-n>", "Stops a run at its next safe point",
            (context, ct) => WithRunAsync(context, 0, (number, _) => settlement.CancelAsync(context.Request, number, ct), ct)) { Needs = Permissions.Respond },
        new("/run undo", "<R-n>", "Plans the way back of a run that can be undone",
            (context, ct) => WithRunAsync(context, 0, (number, _) => requests.UndoAsync(context.Request, number, ct), ct)) { Needs = Permissions.Respond },
        new("/run check", "<R-n>", "Reads whether a run that a crash left in doubt did its work",
            (context, ct) => WithRunAsync(context, 0, (number, _) => settlement.CheckAsync(context.Request, number, ct), ct)) { Needs = Permissions.Respond },
        new("/run settle", "<R-n> <what happened>", "Closes a run that a crash left in doubt",
            (context, ct) => WithRunAsync(context, 1, (number, words) => settlement.SettleAsync(context.Request, number, string.Join(' ', words), ct), ct)) { Needs = Permissions.Respond },
        new("/run break-glass", "<R-n> <target> <reason>", "Goes ahead without a second person, where the policy allows it",
            (context, ct) => WithRunAsync(context, 2, (number, words) => approvals.BreakGlassAsync(context.Request, number, words[0], string.Join(' ', words.Skip(1)), ct), ct)) { Needs = Permissions.Respond },
        new("/run review", "<R-n> <remark>", "Reviews a run that went ahead without a second person",
            (context, ct) => WithRunAsync(context, 1, (number, words) => settlement.ReviewAsync(context.Request, number, string.Join(' ', words), ct), ct)) { Needs = Permissions.Approve },
    ];

    private static bool NamesOverride(CommandContext context, out int incident, out string? code)
    {
        incident = 0;
        code = context.Words.Count > 1 ? context.Words[1] : null;
        return context.Words.Count > 0 && IncidentFinder.TryReadNumber(context.Words[0], "INC", out incident);
    }

    private async Task<Answer> WithRunAsync(CommandContext context, int wordsNeeded, Func<int, IReadOnlyList<string>, Task<Answer>> run, CancellationToken ct)
    {
        if (context.Words is not [var label, ..] || !IncidentFinder.TryReadNumber(label, "R", out var number))
        {
            return await ledger.AnswerAsync(context.Request, HelpCard.ForUsage("Which run?", context.Command, "Runs are named R-1, R-2, …; /run list shows them."), ct);
        }

        return context.Words.Count <= wordsNeeded
            ? await ledger.AnswerAsync(context.Request, HelpCard.ForUsage($"Something is missing after {label}.", context.Command), ct)
            : await run(number, [.. context.Words.Skip(1)]);
    }

    private async Task<Answer> ListAsync(CommandContext context, CancellationToken ct)
    {
        var unsettled = await runs.UnsettledAsync(ListedRuns, ct);
        return await ledger.AnswerAsync(context.Request, Answer.Done(unsettled.Count == 0
            ? Card.Say("No run is under way", "Nothing waits for approval, runs, or needs a review.")
            : new Card("Runs")
            {
                Blocks = [new CardBlock.Fields([.. unsettled.Select(run => new CardField(run.Label, $"{RunText.StateInWords(run.State)}{(run.NeedsReview ? ", needs a review" : "")}: {run.Call}, by {people.NameOf(run.RequestedBy)}"))])],
            }), ct);
    }
}
