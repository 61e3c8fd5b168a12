using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Redis.GameDays;

/// <summary><c>/gameday</c> where nobody has switched it on: says where that is done.</summary>
internal static class GameDaysOff
{
    private const string Fault = "Rehearsals are switched off.";
    private const string Hint =
        $"They are switched on in the configuration, under {GameDayOptions.Section}:Enabled: src/IncidentBot.Server/Redis/README.md says how.";

    private static readonly Parameter Any = new("words", "whatever it is", "list") { Kind = ParameterKind.Words, TakesRest = true };

    public static Command Command(ILedger ledger) => new(
        "/gameday",
        [Any],
        "Rehearses an outage on servers of the bot's own",
        Permissions.Observe,
        (context, ct) => ledger.AnswerAsync(context.Request, Answer.Wrong(Fault, Hint), ct))
    {
        NotYet = $"{Fault} {Hint}",
    };
}
