using System.Text.RegularExpressions;
using IncidentBot.Commands;
using IncidentBot.Tests.Chat;

namespace IncidentBot.Tests.Commands;

public sealed partial class CommandTableTests
{
    private readonly CommandReader reader = new ChatRig().Reader;

    [Fact]
    public void Every_command_says_how_it_is_typed_and_what_it_does_in_one_line() => Assert.All(reader.All, command =>
    {
        Assert.Matches(Name(), command.Name);
        Assert.StartsWith(command.Name, command.Usage, StringComparison.Ordinal);
        Assert.Equal(command.Usage.Trim(), command.Usage);
        Assert.Matches("^[A-Z].*[^.\n]$", command.Help);
    });

    [Fact]
    public void No_two_commands_have_the_same_name() =>
        Assert.Equal(reader.All.Count, reader.All.Select(command => command.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Every_command_is_found_by_its_name() => Assert.All(reader.All, command => Assert.NotEqual("nothing", reader.Read(command.Name) switch
    {
        CommandReading.Found found when found.Command.Name == command.Name => "itself",
        CommandReading.Overview overview when overview.Commands.Any(shown => shown.Name == command.Name) => "its overview",
        _ => "nothing",
    }));

    [Fact]
    public void Every_action_has_a_command() => Assert.Equal(
        ["/redis clear-cache", "/redis diagnose", "/redis ping", "/redis trim"],
        reader.All.Where(command => command.Root == "/redis").Select(command => command.Name));

    [GeneratedRegex("^/[a-z]+( [a-z-]+)?$")]
    private static partial Regex Name();
}
