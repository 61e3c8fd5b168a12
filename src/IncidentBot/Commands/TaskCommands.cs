using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary>
/// <c>/incident task write the limit into redis.conf @grace by friday</c>: what has to be done because of an incident, and what became
/// of it. A task is named as its card names it, <c>t2</c>.
/// </summary>
internal sealed class TaskCommands(IncidentDesk desk, Identities identities, ILedger ledger)
{
    private const string By = "by";

    private static readonly Parameter What = Known.Text(
        "what",
        "what has to be done, by whom and until when",
        "write the limit into redis.conf @grace by friday") with
    {
        Notation = "what> [@who] [by <when>] | <t-n> [@who] [by <when>",
        Required = true,
        AskedLater = true,
        Form = AsksWithForm.WhenMissing,
    };

    private static readonly Parameter Which = new("task", "the task, as /incident tasks numbers it", "t2")
    {
        Notation = "t-n",
        Required = true,
        Question = "Which task?",
        Hint = "Tasks are numbered t1, t2, … as /incident tasks shows them.",
        Check = word => TaskOf(word) is null ? "is no task" : null,
    };

    private static readonly Parameter Outcome = Known.Text("outcome", "what came of it", "it was there already");

    private static readonly Parameter Why = Known.Text("reason", "why it is not to be done", "that server is gone") with { Required = true, AskedLater = true };

    public IEnumerable<Command> Table =>
    [
        new("/incident task", [Known.Incident, What], "Gives somebody something to do because of it, and reminds them", Permissions.Respond, TaskAsync),
        new("/incident tasks", [Known.Incident], "Shows what is to be done because of it, and by whom", Permissions.Observe,
            (context, ct) => desk.TasksAsync(context.Request, context.Arguments.NumberOf(Known.Incident), ct)),
        new("/incident done", [Known.Incident, Which, Outcome], "Says that a task is done", Permissions.Observe,
            (context, ct) => EndAsync(context, isDone: true, context.Find(Outcome), ct)),
        new("/incident drop", [Known.Incident, Which, Why], "Says that a task is not to be done, and why", Permissions.Observe,
            (context, ct) => EndAsync(context, isDone: false, context.Find(Why), ct)),
    ];

    private Task<Answer> EndAsync(CommandContext context, bool isDone, string? why, CancellationToken ct) =>
        desk.EndTaskAsync(context.Request, context.Arguments.NumberOf(Known.Incident), TaskOf(context[Which])!.Value, isDone, why, ct);

    private async Task<Answer> TaskAsync(CommandContext context, CancellationToken ct)
    {
        var number = context.Arguments.NumberOf(Known.Incident);
        var text = context.Find(What) ?? "";
        IReadOnlyList<string> words = [.. context.Arguments.WordsOf(What)];
        var task = words is [var first, ..] ? TaskOf(first) : null;
        if (task is not null)
        {
            (words, text) = ([.. words.Skip(1)], CommandReader.After(text, 1));
        }

        // Who and until when stand at the end, in either order.
        string? mentioned = null;
        Deadline? due = null;
        for (var cut = 1; cut > 0;)
        {
            cut = 0;
            if (due is null && DueAt(words) is { } at)
            {
                (due, cut) = (at.Due, words.Count - at.At);
            }
            else if (mentioned is null && words is [.., var last] && identities.IsMention(last, context.Request.ReplyTo.To))
            {
                (mentioned, cut) = (last, 1);
            }

            text = cut > 0 ? CommandReader.Before(text, cut) : text;
            words = [.. words.Take(words.Count - cut)];
        }

        // "by hand" is a text; "by 1700" is a time that would be lost as one.
        if (words is [.., var by, var time] && By.Equals(by, StringComparison.OrdinalIgnoreCase) && char.IsAsciiDigit(time[0]))
        {
            return await RefuseAsync(context, $"I cannot read '{time}' as a time.", $"A time to come is written {Deadline.Examples}.", ct);
        }

        var owner = mentioned is null ? null : await identities.FindAsync(mentioned, context.Request.ReplyTo.To, ct);
        return mentioned is not null && owner is null
            ? await RefuseAsync(context, $"Nobody here is called '{mentioned}'.", "A person is mentioned, or named by their id: @ada.", ct)
            : task is { } known
                ? await desk.ChangeTaskAsync(context.Request, number, known, text, owner, due, ct)
                : await desk.TaskAsync(context.Request, number, text, owner, due, ct);
    }

    private Task<Answer> RefuseAsync(CommandContext context, string fault, string hint, CancellationToken ct) =>
        ledger.AnswerAsync(context.Request, HelpCard.ForUsage(fault, context.Command, hint), ct);

    private static (int At, Deadline Due)? DueAt(IReadOnlyList<string> words)
    {
        for (var at = words.Count - 2; at >= Math.Max(0, words.Count - 3); at--)
        {
            if (By.Equals(words[at], StringComparison.OrdinalIgnoreCase) && Deadline.Read([.. words.Skip(at + 1)]) is { } due)
            {
                return (at, due);
            }
        }

        return null;
    }

    private static int? TaskOf(string word) => Known.Numbered('t', word);
}
