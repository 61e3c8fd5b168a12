using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Commands;

internal static class HelpCard
{
    /// <param name="reader">Sees what they may use.</param>
    public static Card ForRoot(string root, IReadOnlyList<Command> commands, Person reader) => new(root)
    {
        Blocks =
        [
            .. commands.Any(command => command.IsFor(reader)) ? [Table(commands.Where(command => command.IsFor(reader)))] : Array.Empty<CardBlock>(),
            .. Hidden(commands, reader),
        ],
    };

    /// <summary>That there is more, and who gets to see it; nothing where there is not.</summary>
    public static IEnumerable<CardBlock> Hidden(IEnumerable<Command> commands, Person reader)
    {
        var needs = commands.Where(command => !command.IsFor(reader)).Aggregate(Permissions.None, (all, command) => all | command.Needs);
        if (needs != Permissions.None)
        {
            yield return new CardBlock.Text($"There is more, for people with the permission {In(needs)}.{reader.WhyLess}");
        }
    }

    public static string In(Permissions needs) =>
        string.Join(" or ", Enum.GetValues<Permissions>().Where(one => one != Permissions.None && needs.HasFlag(one)));

    public static Answer ForUnknown(CommandReading.Unknown unknown)
    {
        var hint = unknown.DidYouMean.Count > 0 ? $"Did you mean {string.Join(" or ", unknown.DidYouMean)}?"
            : $"Type /help{unknown.Root?.Replace('/', ' ')} to see what there is.";
        var wrong = Answer.Wrong(unknown.Fault, hint);
        return wrong with { Card = wrong.Card with { Buttons = [.. unknown.DidYouMean.Take(1).Select(name => new CardButton(name, name))] } };
    }

    public static Answer ForUsage(string fault, Command command, string? hint = null) =>
        Answer.Wrong(fault, [$"Type {command.Usage}", .. hint is null ? Array.Empty<string>() : [hint]]);

    public static CardBlock Table(IEnumerable<Command> commands) =>
        new CardBlock.Fields([.. commands.Select(command => new CardField(command.Usage, command.Help))]);
}
