using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary>
/// <c>/incident impact checkout 340 orders from 16:20</c>: what is noticed of one service, and since when; or
/// <c>/incident impact sessions none everybody is logged in</c>, where nothing is.
/// </summary>
internal sealed class ImpactCommand(IncidentDesk desk, ILedger ledger)
{
    private const string None = "none";

    private static readonly Parameter Service = new("service", "the service; in quotes where it has several words", "checkout")
    {
        Required = true,
        Question = "Which service?",
        Hint = "A service as people here call it, or as the runbook names it: /incident impact checkout 340 orders from 16:20",
    };

    private static readonly Parameter Noticed = Known.Text("impact", "what people notice, in numbers where they are known", "340 orders from 16:20") with
    {
        Notation = "what people notice> [from <time>] [until <time>] | none <why not",
        Required = true,
        AskedLater = true,
    };

    public Command Entry => new(
        "/incident impact",
        [Known.Incident, Service, Noticed],
        "Says what people notice of a service and since when, or that nothing is noticed",
        Permissions.Respond,
        RunAsync);

    private Task<Answer> RunAsync(CommandContext context, CancellationToken ct)
    {
        var number = context.Arguments.NumberOf(Known.Incident);
        var text = context.Find(Noticed) ?? "";
        IReadOnlyList<string> typed = [.. context.Arguments.WordsOf(Noticed)];
        var words = typed;
        if (words is [var first, ..] && first.TrimEnd(':', ',').Equals(None, StringComparison.OrdinalIgnoreCase))
        {
            return desk.NoImpactAsync(context.Request, number, context[Service], CommandReader.After(text, 1), ct);
        }

        ClockTime? from = null, until = null;
        while (Tail(words) is { } tail)
        {
            (from, until) = tail.IsEnd ? (from, tail.Time) : (tail.Time, until);
            words = [.. words.Take(tail.At)];
        }

        // "from 3 regions" is a text; "from 1620" is a time that would be lost as one.
        return words is [.., var word, var last] && IsMark(word) && char.IsAsciiDigit(last[0])
            ? ledger.AnswerAsync(
                context.Request,
                HelpCard.ForUsage($"I cannot read '{last}' as a time.", context.Command, $"A time is written {ClockTime.Examples}."),
                ct)
            : desk.ImpactAsync(
                context.Request,
                number,
                context[Service],
                words.Count == typed.Count ? text : CommandReader.Before(text, typed.Count - words.Count),
                from,
                until,
                ct);
    }

    /// <summary>A time at the very end, with the word that says what it is.</summary>
    private static (int At, bool IsEnd, ClockTime Time)? Tail(IReadOnlyList<string> words)
    {
        for (var at = words.Count - 2; at >= 0; at--)
        {
            if (IsMark(words[at]) && ClockTime.Read([.. words.Skip(at + 1)], out var used) is { } time && at + 1 + used == words.Count)
            {
                return (at, words[at].Equals("until", StringComparison.OrdinalIgnoreCase), time);
            }
        }

        return null;
    }

    private static bool IsMark(string word) => word.ToLowerInvariant() is "from" or "since" or "until";
}
