using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Incidents;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>One word too many, behind every command there is: it is refused by its name, or the command says that it takes any words.</summary>
public sealed class SurplusWordsTests
{
    private const string Surplus = "surpluss";

    public static TheoryData<string> Commands => [.. new ChatRig(new TinyKind()).Reader.All
        .Where(command => !command.Parameters.Any(parameter => parameter.TakesRest))
        .Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_word_too_many_is_refused(string name)
    {
        var rig = new ChatRig(new TinyKind());
        await rig.InAsync(IncidentState.Mitigating);
        var command = rig.Reader.All.Single(known => known.Name == name);
        var (before, said) = (rig.Room.Incident, rig.Store.Said.Count);

        var answer = await rig.TypeAsync(Some.Ada, $"{Whole(command)} {Surplus}");

        Assert.Contains($"'{Surplus}'", answer, StringComparison.Ordinal);
        Assert.Contains($"\nType {command.Usage}", answer, StringComparison.Ordinal);
        Assert.Equal((before, said + 1), (rig.Room.Incident, rig.Store.Said.Count));
    }

    /// <summary>With everything that is typed in its place.</summary>
    private static string Whole(Command command) => string.Join(' ', [command.Name, .. command.Parameters
        .Where(parameter => parameter is { Named: false, Kind: not ParameterKind.Target })
        .Select(parameter => parameter.Kind is ParameterKind.Incident ? "INC-1" : parameter.Choices is [.., var last] ? last : parameter.Example)]);
}
