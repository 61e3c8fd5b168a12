using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Watching;

/// <summary><c>/watch</c> where somebody has switched it off: says where that was done.</summary>
internal static class WatchOff
{
    private const string Fault = "The watch is switched off.";
    private const string Hint = $"That is in the configuration, under {WatchOptions.Section}:{nameof(WatchOptions.Enabled)}.";

    private static readonly Parameter Any = new("words", "whatever it is", "primary") { Kind = ParameterKind.Words, TakesRest = true };

    public static Command Command(ILedger ledger) => new(
        "/watch",
        [Any],
        "Shows what the bot watches and how it stands",
        Permissions.Observe,
        (context, ct) => ledger.AnswerAsync(context.Request, Answer.Wrong(Fault, Hint), ct))
    {
        NotYet = $"{Fault} {Hint}",
    };
}
