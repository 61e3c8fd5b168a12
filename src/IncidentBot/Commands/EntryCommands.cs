using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary>What one asks of an entry of the timeline, or does to it; it is named as the timeline and the summaries name it, <c>e7</c>.</summary>
internal sealed class EntryCommands(IncidentDesk desk, ILedger ledger)
{
    private const string At = "at";

    private static readonly Parameter Entry = new("entry", "the entry, as the timeline and the summaries number it", "e7")
    {
        Notation = "e-n",
        Required = true,
        Question = "Which entry?",
        Hint = "Entries are numbered e1, e2, … as /incident timeline shows them.",
        Check = word => EntryOf(word) is null ? "is no entry" : null,
    };

    private static readonly Parameter Better = Known.Text("text", "what it should say; or at, a time, and perhaps a reason", "only publishing is stuck") with
    {
        Notation = "text> | at <time",
        Required = true,
        AskedLater = true,
    };

    private static readonly Parameter Reason = Known.Text("reason", "why it is not so", "that was another server") with { Required = true, AskedLater = true };

    public IEnumerable<Command> Table =>
    [
        new("/incident event", [Known.Incident, Entry], "Shows one entry of the timeline whole, as summaries cite it", Permissions.Observe,
            (context, ct) => desk.EventAsync(context.Request, context.Arguments.NumberOf(Known.Incident), Number(context), ct)),
        new("/incident correct", [Known.Incident, Entry, Better], "Says better what an entry of the timeline says, or when it was", Permissions.Respond,
            CorrectAsync),
        new("/incident strike", [Known.Incident, Entry, Reason], "Takes an entry of the timeline out of numbers and summaries", Permissions.Respond,
            (context, ct) => desk.StrikeAsync(context.Request, context.Arguments.NumberOf(Known.Incident), Number(context), context.Find(Reason), ct)),
    ];

    private Task<Answer> CorrectAsync(CommandContext context, CancellationToken ct)
    {
        var incident = context.Arguments.NumberOf(Known.Incident);
        var text = context.Find(Better) ?? "";
        if (context.Arguments.WordsOf(Better) is not [var at, var time, ..] words || !at.Equals(At, StringComparison.OrdinalIgnoreCase))
        {
            return desk.CorrectAsync(context.Request, incident, Number(context), text, ct);
        }

        if (ClockTime.Read([.. words.Skip(1)], out var used) is { } clock)
        {
            return desk.CorrectTimeAsync(context.Request, incident, Number(context), clock, CommandReader.After(text, 1 + used), ct);
        }

        // "at first nobody saw it" is a text; "at 1620" is a time that would be lost as one.
        return char.IsAsciiDigit(time[0]) || time[0] is '-' or '+'
            ? ledger.AnswerAsync(
                context.Request,
                HelpCard.ForUsage($"I cannot read '{time}' as a time.", context.Command, $"A time is written {ClockTime.Examples}."),
                ct)
            : desk.CorrectAsync(context.Request, incident, Number(context), text, ct);
    }

    private static int Number(CommandContext context) => EntryOf(context[Entry])!.Value;

    private static int? EntryOf(string word) => Known.Numbered('e', word);
}
