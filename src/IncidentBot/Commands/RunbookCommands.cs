using System.Globalization;
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
    private const string WhichStep = "Steps have numbers; /runbook next shows the one that is due, /runbook status all of them.";

    public IEnumerable<Command> All =>
    [
        new("/runbook list", "", "Lists the runbooks, and what is wrong with their files", async (context, ct) => await ledger.AnswerAsync(context.Request, Answer.Done(RunbookPages.List(await library.OpenAsync(ct))), ct)),
        new("/runbook show", "<runbook> [section]", "Shows its steps: what each becomes, its risk, and why", ShowAsync),
        new("/runbook match", "<error text>", "Finds the procedure for an error or a failure class", MatchAsync),
        new("/runbook start", "[INC-n] <runbook>", "Has the incident follow a runbook, as its text is now", StartAsync) { Needs = Permissions.Respond },
        new("/runbook next", "[INC-n]", "Shows the next open step", (context, ct) => desk.NextAsync(context.Request, Named(context).Number, ct)),
        new("/runbook run", "[INC-n] <step> [what it leaves open] [on <target>]", "Carries a step out: reads at once, plans a change", (context, ct) => WithStepAsync(context, (number, step, words, _) => desk.RunAsync(context.Request, number, step, words, ct), ct)),
        new("/runbook skip", "[INC-n] <step> <reason>", "Leaves a step out", (context, ct) => WithStepAsync(context, (number, step, _, rest) => desk.SkipAsync(context.Request, number, step, rest, ct), ct)) { Needs = Permissions.Respond },
        new("/runbook done", "[INC-n] <step> [what was found]", "Says that a person did a step", (context, ct) => WithStepAsync(context, (number, step, _, rest) => desk.DoneAsync(context.Request, number, step, rest, ct), ct)) { Needs = Permissions.Respond },
        new("/runbook status", "[INC-n]", "Shows every step: its state, who, and the result", (context, ct) => desk.StatusAsync(context.Request, Named(context).Number, ct)),
    ];

    private async Task<Answer> ShowAsync(CommandContext context, CancellationToken ct)
    {
        var shelf = await library.OpenAsync(ct);
        return await ledger.AnswerAsync(context.Request, context.Words switch
        {
            [] => HelpCard.ForUsage("Which runbook?", context.Command, shelf.Hint("")),
            [var id, ..] when shelf.Find(id) is not { } => HelpCard.ForUsage($"There is no runbook '{id}'.", context.Command, shelf.Hint(id)),
            [var id] => Answer.Done(RunbookPages.Show(shelf.Find(id)!)),
            _ => Section(context, shelf.Find(context.Words[0])!, string.Join(' ', context.Words.Skip(1))),
        }, ct);
    }

    private static Answer Section(CommandContext context, Runbook runbook, string heading) => runbook.FindSection(heading) is { } section
        ? Answer.Done(RunbookPages.Show(runbook, section))
        : HelpCard.ForUsage($"{runbook.Id} has no one section '{heading}'.", context.Command, $"Sections: {string.Join(", ", runbook.Sections.Select(other => other.Heading))}.");

    private async Task<Answer> MatchAsync(CommandContext context, CancellationToken ct)
    {
        if (context.Words.Count == 0)
        {
            return await ledger.AnswerAsync(context.Request, HelpCard.ForUsage("What does it say?", context.Command, "Paste the error as it stands: /runbook match OOM command not allowed"), ct);
        }

        var shelf = await library.OpenAsync(ct);
        var incident = await incidents.SubjectOfAsync(context.Request.Channel, ct);

        // The runbook that is being followed answers before the others do.
        var ordered = shelf.Runbooks.OrderByDescending(runbook => runbook.Id == incident?.Runbook?.Id).ToList();
        return await ledger.AnswerAsync(context.Request, Answer.Done(RunbookPages.Match(RunbookMatcher.Match(ordered, context.Rest), context.Rest, incident)), ct);
    }

    private Task<Answer> StartAsync(CommandContext context, CancellationToken ct)
    {
        var (number, words, _) = Named(context);
        return words is [var id]
            ? desk.StartAsync(context.Request, number, id, ct)
            : ledger.AnswerAsync(context.Request, HelpCard.ForUsage("Which runbook?", context.Command, "They are named by one word; /runbook list shows them."), ct);
    }

    private async Task<Answer> WithStepAsync(CommandContext context, Func<int?, StepNamed, IReadOnlyList<string>, string, Task<Answer>> work, CancellationToken ct)
    {
        var (number, words, rest) = Named(context);
        if (words is not [var typed, ..] || !int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var step))
        {
            return await ledger.AnswerAsync(context.Request, HelpCard.ForUsage("Which step?", context.Command, WhichStep), ct);
        }

        var mark = words.Count > 1 && words[1].StartsWith(StepMark.Prefix, StringComparison.Ordinal) ? words[1] : null;
        var taken = mark is null ? 1 : 2;
        return await work(number, new StepNamed(step, mark), [.. words.Skip(taken)], CommandReader.After(rest, taken));
    }

    /// <summary>Takes <c>INC-7</c> off the front, when it is there.</summary>
    private static (int? Number, IReadOnlyList<string> Words, string Text) Named(CommandContext context) =>
        context.Words is [var first, ..] && IncidentFinder.TryReadNumber(first, "INC", out var number)
            ? (number, [.. context.Words.Skip(1)], CommandReader.After(context.Rest, 1))
            : (null, context.Words, context.Rest);
}
