using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Commands;

/// <summary><c>/approve</c>, <c>/reject</c> and what is typed about a run that exists.</summary>
public sealed class RunCommands(
    RunRequests requests,
    RunApprovals approvals,
    RunSettlement settlement,
    IncidentDesk desk,
    IRunStore runs,
    PeopleDirectory people,
    ILedger ledger)
{
    private const Permissions Either = Permissions.Respond | Permissions.Approve;
    private const string Worked = "worked";

    private static readonly Parameter RunOrOverride = Known.Run with
    {
        Kind = ParameterKind.RunOrIncident,
        Help = "the run, or the incident whose override is meant",
        Suits = run => run.IsWaiting,
    };

    private static readonly Parameter ForApproval = RunThat(run => run.State is RunState.AwaitingApproval);

    private static readonly Parameter InDoubt = RunThat(run => run.State is RunState.Unknown);

    private static readonly Parameter Plan = new("plan", "the first digits of the plan, as the card shows them", "7c1e2d49")
    {
        Required = true,
        AskedLater = true,
        Form = AsksWithForm.WhenPressed,
    };

    private static readonly Parameter WhyNot = Words("reason", "why not; the code, for an override", "wait for the release") with
    {
        Required = false,
        Form = AsksWithForm.WhenMissing,
    };

    private static readonly Parameter HowItEnded = new("outcome", "whether it did its work", "failed")
    {
        Kind = ParameterKind.Choice,
        Required = true,
        Choices = [Worked, "failed"],
        Notation = "worked|failed",
    };

    private static readonly Parameter WhatWasFound = Words("what you found", "what shows it", "half of the keys are gone");

    private static readonly Parameter TypedTarget = new("target", "the name of its target, typed to show that it is meant", "primary")
    {
        Required = true,
        Form = AsksWithForm.WhenMissing,
    };

    private static readonly Parameter Urgency = Words(
        "reason",
        "why it cannot wait",
        "nobody answers and the queue is full") with
    { Form = AsksWithForm.WhenMissing };
    private static readonly Parameter Remark = Words("remark", "what the review found", "it was right to go ahead");

    public IEnumerable<Command> Table =>
    [
        new("/approve", [RunOrOverride, Plan], "Approves a plan, named by the digits on its card; with INC-n and its code, an override", Either, ApproveAsync),
        new("/reject", [RunOrOverride, WhyNot], "Turns a plan down; with INC-n and its code, an override", Either, RejectAsync),
        new("/run list", [IncidentFilters.Place], "Lists runs that are not over, or that need a review", Permissions.Observe, ListAsync),
        new("/run cancel", [RunThat(run => run.IsUnderWay)], "Stops a run at its next safe point", Permissions.Respond,
            (context, ct) => settlement.CancelAsync(context.Request, Number(context), ct)),
        new("/run undo", [RunThat(run => run.CanBeUndone)], "Plans the way back of a run that can be undone", Permissions.Respond,
            (context, ct) => requests.UndoAsync(context.Request, Number(context), ct)),
        new("/run check", [InDoubt], "Reads whether a run in doubt did its work", Permissions.Respond,
            (context, ct) => settlement.CheckAsync(context.Request, Number(context), ct)),
        new("/run settle", [InDoubt, HowItEnded, WhatWasFound], "Says how a run in doubt ended, on your word, and closes it", Permissions.Respond,
            (context, ct) => settlement.SettleAsync(context.Request, Number(context), context[HowItEnded] == Worked, Said(context, WhatWasFound), ct)),
        new("/run break-glass", [ForApproval, TypedTarget, Urgency], "Goes ahead without a second person, where the policy allows it", Permissions.Respond,
            (context, ct) => approvals.BreakGlassAsync(context.Request, Number(context), context[TypedTarget], Said(context, Urgency), ct)),
        new("/run review", [RunThat(run => run.NeedsReview), Remark], "Reviews a run that went ahead without a second person", Permissions.Approve,
            (context, ct) => settlement.ReviewAsync(context.Request, Number(context), Said(context, Remark), ct)),
    ];

    private static Parameter RunThat(Func<Run, bool> suits) => Known.Run with { Suits = suits };

    private static Parameter Words(string name, string help, string example) =>
        new(name, help, example) { Kind = ParameterKind.Words, Required = true, TakesRest = true };

    private static int Number(CommandContext context) => Number(context, Known.Run);

    private static int Number(CommandContext context, Parameter run) => context.Arguments.NumberOf(run)!.Value;

    /// <summary>Without the quotes that kept words together.</summary>
    private static string Said(CommandContext context, Parameter words) => string.Join(' ', context.Arguments.WordsOf(words));

    private static int? OverrideOf(CommandContext context) =>
        Subject.Read(context[RunOrOverride]) is { Kind: SubjectKind.Incident, Number: var number } ? number : null;

    private Task<Answer> ApproveAsync(CommandContext context, CancellationToken ct) => (OverrideOf(context), context.Find(Plan)) switch
    {
        ({ } incident, var code) => desk.ApproveOverrideAsync(context.Request, incident, code, ct),
        (null, { } plan) => approvals.ApproveAsync(context.Request, Number(context, RunOrOverride), plan, ct),
        _ => ledger.AnswerAsync(context.Request, HelpCard.ForUsage($"Something is missing after {context[RunOrOverride]}.", context.Command), ct),
    };

    private Task<Answer> RejectAsync(CommandContext context, CancellationToken ct) => OverrideOf(context) is { } incident
        ? desk.RejectOverrideAsync(context.Request, incident, context.Arguments.WordsOf(WhyNot) is [var code, ..] ? code : null, ct)
        : approvals.RejectAsync(context.Request, Number(context, RunOrOverride), context.Arguments.Has(WhyNot) ? Said(context, WhyNot) : null, ct);

    private async Task<Answer> ListAsync(CommandContext context, CancellationToken ct)
    {
        var query = new RunQuery(Reader.Of(context.Request.By)) { UnsettledOnly = true };
        if (context.Find(IncidentFilters.Place) is { } typed)
        {
            if (!typed.StartsWith(IncidentFilters.After, StringComparison.Ordinal) || Cursor.TryRead(typed[IncidentFilters.After.Length..]) is not { } after)
            {
                return await ledger.AnswerAsync(
                    context.Request,
                    HelpCard.ForUsage($"'{typed}' is no page of this list.", context.Command, "Begin again without it; its button More leads on."),
                    ct);
            }

            query = query with { After = after };
        }

        var page = await runs.ListAsync(query, ct);
        var unsettled = page.Items;
        return await ledger.AnswerAsync(context.Request, Answer.Done(unsettled.Count == 0
            ? Card.Say("No run is under way", "Nothing waits for approval, runs, or needs a review.")
            : new Card("Runs")
            {
                Blocks =
                [
                    new CardBlock.Fields([.. unsettled.Select(run => new CardField(
                        run.Label,
                        $"{RunText.StateInWords(run.State)}{(run.NeedsReview ? ", needs a review" : "")}: {run.Call}, by {people.NameOf(run.RequestedBy)}"))]),
                    .. page.Next is null
                        ? Array.Empty<CardBlock>()
                        : [new CardBlock.Footnote($"{unsettled.Count} of {await runs.CountAsync(query, ct)}, newest first.")],
                ],
                Buttons = page.Next is { } next ? [new CardButton("More", $"/run list {IncidentFilters.After}{next}")] : [],
            }), ct);
    }
}
