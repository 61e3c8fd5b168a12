using IncidentBot.Actions;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Commands;

/// <summary>The command of a part of the bot that the configuration leaves out. Chats list it all the same, so it says where it is switched on.</summary>
public static class PartThatIsOff
{
    private static readonly Parameter Any = new("words", "whatever it is", "list") { Kind = ParameterKind.Words, TakesRest = true };

    /// <param name="root">With its slash.</param>
    /// <param name="summary">What it does where the part is on.</param>
    /// <param name="fault">That it is off.</param>
    /// <param name="hint">Where that is changed.</param>
    public static Command Command(string root, string summary, string fault, string hint, ILedger ledger) => new(
        root, [Any], summary, Permissions.Observe, (context, ct) => ledger.AnswerAsync(context.Request, Answer.Wrong(fault, hint), ct))
    {
        NotYet = $"{fault} {hint}",
    };
}
