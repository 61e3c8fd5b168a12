using IncidentBot.Messages;

namespace IncidentBot.Chat;

internal static class HelpCard
{
    public static Card ForRoot(string root, IEnumerable<Command> commands) => new(root)
    {
        Blocks = [Table(commands)],
    };

    public static Card ForUnknown(CommandReading.Unknown unknown) => new(unknown.Fault)
    {
        Tone = Tone.Warning,
        Blocks =
        [
            new CardBlock.Text(unknown.DidYouMean.Count > 0
                ? $"Did you mean {string.Join(" or ", unknown.DidYouMean)}?"
                : "Type /help to see what there is."),
        ],
        Buttons = [.. unknown.DidYouMean.Take(1).Select(name => new CardButton(name, name))],
    };

    public static Card ForUsage(string fault, Command command, string? hint = null) => new(fault)
    {
        Tone = Tone.Warning,
        Blocks = [new CardBlock.Text($"Type {command.Usage}"), .. hint is null ? Array.Empty<CardBlock>() : [new CardBlock.Text(hint)]],
    };

    public static CardBlock Table(IEnumerable<Command> commands) =>
        new CardBlock.Fields([.. commands.Select(command => new CardField(command.Usage, command.Help))]);
}
