using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary><c>/incident impact-began 16:20</c>: when people began to notice something, which may be before the opening. Said again it is corrected.</summary>
internal sealed class ImpactBeganCommand(IncidentDesk desk, ILedger ledger)
{
    private static readonly Parameter Time = Known.Text("time", "when people began to notice it", "16:20") with
    {
        Required = true,
        Question = "When did it begin?",
        Hint = $"A time is written {ClockTime.Examples}: /incident impact-began 16:20",
    };

    public Command Entry => new(
        "/incident impact-began", [Known.Incident, Time], "Says when people began to notice it, where that was not the opening", Permissions.Respond, RunAsync);

    private Task<Answer> RunAsync(CommandContext context, CancellationToken ct)
    {
        var words = context.Arguments.WordsOf(Time);
        var number = context.Arguments.NumberOf(Known.Incident);

        // "impact-began 16:20 INC-7", as it is said.
        if (number is null && words.Count > 1 && Subject.Read(words[^1]) is { Kind: SubjectKind.Incident } named)
        {
            (number, words) = (named.Number, [.. words.SkipLast(1)]);
        }

        return ClockTime.Read(words, out var used) is { } at && used == words.Count
            ? desk.ImpactBeganAsync(context.Request, number, at, ct)
            : ledger.AnswerAsync(
                context.Request,
                HelpCard.ForUsage($"I cannot read '{string.Join(' ', words)}' as a time.", context.Command, $"A time is written {ClockTime.Examples}."),
                ct);
    }
}
