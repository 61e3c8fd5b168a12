using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Commands;

internal static class HelpCard
{
    /// <summary>Of what was typed, on a button and in it.</summary>
    private const int LongestShown = 60;
    private const int LongestPressed = 1000;

    /// <param name="reader">Sees what they may use.</param>
    public static Card ForRoot(string root, IReadOnlyList<Command> commands, Person reader)
    {
        var there = commands.Where(command => command.NotYet is null).ToList();
        return new Card(root)
        {
            Blocks =
            [
                .. there.Any(command => command.IsFor(reader)) ? [Table(there.Where(command => command.IsFor(reader)))] : Array.Empty<CardBlock>(),
                .. Hidden(there, reader),
                .. there.Count == 0 ? [new CardBlock.Text(commands[0].NotYet!)] : Array.Empty<CardBlock>(),
            ],
        };
    }

    /// <summary>How it is typed, an example, what it risks and asks next, and who may.</summary>
    public static Card ForCommand(Command command, Person reader) => Card.Say(
        command.Usage,
        [
            command.Help,
            .. command.Parameters.Count > 0 ? [$"For example: {command.Example}"] : Array.Empty<string>(),
            .. new[] { command.Then, command.NotYet }.OfType<string>(),
            WhoMay(command, reader),
        ]);

    private static string WhoMay(Command command, Person reader) =>
        command.Needs.HasFlag(Permissions.Observe) ? "Everybody may."
        : command.IsFor(reader) ? $"It takes the permission {In(command.Needs)}, which you have."
        : $"It takes the permission {In(command.Needs)}, which you do not have.{reader.WhyLess}";

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
        string[] meant = [.. unknown.Changes.Concat(unknown.DidYouMean).Select((name, at) => at > 0 ? name : WithRest(name, unknown.Rest, LongestShown))];
        var hint = meant.Length > 0 ? $"Did you mean {string.Join(" or ", meant)}?" : $"Type /help{unknown.Root?.Replace('/', ' ')} to see what there is.";
        var wrong = Answer.Wrong(unknown.Fault, unknown.Changes.Count > 0 ? [hint, "What changes something is on no button: type it."] : [hint]);
        return wrong with
        {
            Card = wrong.Card with
            {
                Buttons = [.. unknown.DidYouMean.Take(1).Select(name => new CardButton(
                    WithRest(name, unknown.Rest, LongestShown), WithRest(name, unknown.Rest, LongestPressed)))],
            },
        };
    }

    /// <summary>With what was typed behind it, where that is not too much.</summary>
    private static string WithRest(string name, string rest, int longest) =>
        rest.Length == 0 ? name : rest.Length <= longest ? $"{name} {rest}" : longest == LongestShown ? $"{name} …" : name;

    public static Answer ForUsage(string fault, Command command, string? hint = null) =>
        Answer.Wrong(fault, [$"Type {command.Usage}", .. hint is null ? Array.Empty<string>() : [hint]]);

    public static CardBlock Table(IEnumerable<Command> commands) =>
        new CardBlock.Fields([.. commands.Select(command => new CardField(command.Usage, command.Help))]);
}
