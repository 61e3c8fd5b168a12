using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Runbooks;
using IncidentBot.Runbooks.Matching;
using IncidentBot.Storage;

namespace IncidentBot.Commands;

/// <summary><c>/runbook</c>. What is about an incident may name it first (<c>INC-7</c>); without that it means the one of the channel.</summary>
public sealed class RunbookCommands(RunbookDesk desk, RunbookLibrary library, IncidentFinder incidents, ILedger ledger)
{
    private static readonly Parameter Section =
        new("section", "the heading of one of its sections", "Recovery") { Kind = ParameterKind.Words, TakesRest = true };

    private static readonly Parameter Followed = new("runbook", "the id of a runbook", "redis-recovery")
    {
        Kind = ParameterKind.Runbook,
        Required = true,
        Question = "Which runbook?",
        Hint = "They are named by one word; /runbook list shows them.",
    };

    private static readonly Parameter Shown = Followed with { Question = null, Hint = null, AskedLater = true };

    private static readonly Parameter Error = Known.Text("error text", "the error as it stands, or a failure class", "OOM command not allowed") with
    {
        Required = true,
        Question = "What does it say?",
        Hint = "Paste the error as it stands: /runbook match OOM command not allowed",
    };

    private static readonly Parameter Step = new("step", "the number of the step", "3")
    {
        Kind = ParameterKind.Step,
        Required = true,
        Question = "Which step?",
        Hint = "Steps have numbers; /runbook next shows the one that is due, /runbook status all of them.",
    };

    /// <summary>What was found is behind the number: words alone could be meant for another step.</summary>
    private static readonly Parameter Due = Step with { Required = false, WasMeant = _ => true };

    private static readonly Parameter Given = new("what it leaves open", "what the step left open, in its order", "rl:*")
    {
        Kind = ParameterKind.Words,
        TakesRest = true,
    };

    private static readonly Parameter Reason = Known.Text("reason", "why it is left out", "it was done before") with { Required = true, AskedLater = true };
    private static readonly Parameter Found = Known.Text("what was found", "what whoever did it has found", "the disk was full");

    public IEnumerable<Command> Table =>
    [
        new("/runbook list", [], "Lists the runbooks, and what is wrong with their files", Permissions.Observe,
            async (context, ct) => await ledger.AnswerAsync(context.Request, Answer.Done(RunbookPages.List(await library.OpenAsync(ct))), ct)),
        new("/runbook show", [Shown, Section], "Shows its steps: what each becomes, its risk, and why", Permissions.Observe, ShowAsync),
        new("/runbook match", [Error], "Finds the procedure for an error or a failure class", Permissions.Observe, MatchAsync),
        new("/runbook start", [Known.Incident, Followed], "Has the incident follow a runbook, as its text is now", Permissions.Respond,
            (context, ct) => desk.StartAsync(context.Request, Number(context), context[Followed], ct)),
        new("/runbook next", [Known.Incident], "Shows the next open step", Permissions.Observe,
            (context, ct) => desk.NextAsync(context.Request, Number(context), ct)),
        new("/runbook run", [Known.Incident, Step, Given, ActionCallReader.Target], "Carries a step out: reads at once, plans a change", Permissions.Observe,
            (context, ct) => desk.RunAsync(context.Request, Number(context), Named(context), GivenIn(context), ct))
        {
            MayChange = true,
        },
        new("/runbook skip", [Known.Incident, Step, Reason], "Leaves a step out", Permissions.Respond,
            (context, ct) => desk.SkipAsync(context.Request, Number(context), Named(context), context.Find(Reason), ct)),
        new("/runbook done", [Known.Incident, Due, Found], "Says that a person did a step; the one that is due where none is named", Permissions.Respond,
            (context, ct) => desk.DoneAsync(context.Request, Number(context), Named(context), context.Find(Found), ct)),
        new("/runbook status", [Known.Incident], "Shows every step: its state, who, and the result", Permissions.Observe,
            (context, ct) => desk.StatusAsync(context.Request, Number(context), ct)),
    ];

    private async Task<Answer> ShowAsync(CommandContext context, CancellationToken ct)
    {
        var shelf = await library.OpenAsync(ct);
        var id = context.Find(Shown);
        return await ledger.AnswerAsync(
            context.Request,
            id is null ? HelpCard.ForUsage("Which runbook?", context.Command, shelf.Hint(""))
            : shelf.Find(id) is not { } runbook ? HelpCard.ForUsage($"There is no runbook '{id}'.", context.Command, shelf.Hint(id))
            : context.Arguments.Has(Section) ? Part(context, runbook, string.Join(' ', context.Arguments.WordsOf(Section)))
            : Answer.Done(RunbookPages.Show(runbook)),
            ct);
    }

    private static Answer Part(CommandContext context, Runbook runbook, string heading) => runbook.FindSection(heading) is { } section
        ? Answer.Done(RunbookPages.Show(runbook, section))
        : HelpCard.ForUsage(
            $"{runbook.Id} has no one section '{heading}'.",
            context.Command,
            $"Sections: {string.Join(", ", runbook.Sections.Select(other => other.Heading))}.");

    private async Task<Answer> MatchAsync(CommandContext context, CancellationToken ct)
    {
        var error = context[Error];
        var shelf = await library.OpenAsync(ct);
        var incident = await incidents.SubjectOfAsync(context.Request.By, context.Request.Channel, ct);

        // The runbook that is being followed answers before the others do.
        var ordered = shelf.Runbooks.OrderByDescending(runbook => runbook.Id == incident?.Runbook?.Id).ToList();
        return await ledger.AnswerAsync(context.Request, Answer.Done(RunbookPages.Match(RunbookMatcher.Match(ordered, error), error, incident)), ct);
    }

    private static int? Number(CommandContext context) => context.Arguments.NumberOf(Known.Incident);

    private static StepNamed Named(CommandContext context) =>
        new(context.Arguments.NumberOf(Step), context.Arguments.WordsOf(Step).Skip(1).FirstOrDefault());

    private static string[] GivenIn(CommandContext context) =>
        [.. context.Arguments.WordsOf(Given), .. context.Find(ActionCallReader.Target) is { } target ? (string[])["on", target] : []];
}
