using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Incidents;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>The commands as data: what their parameters say is what is read.</summary>
public sealed class ParameterTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly ChatRig rig = new();

    public static TheoryData<string> Names => [.. new ChatRig().Reader.All.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_example_of_each_parameter_is_accepted_by_it_and_by_no_other(string name)
    {
        var command = Found(name);
        var line = string.Join(
            ' ',
            [name, .. command.Parameters.Where(parameter => parameter.Kind is not ParameterKind.Runbook || parameter.Required).Select(Typed)]);
        var found = Assert.IsType<CommandReading.Found>(rig.Reader.Read(line));
        Assert.Equal(name, found.Command.Name);
        if (command.ReadsItsWords)
        {
            Assert.Equal(command.Parameters.Count + 1, found.Words.Count);
            return;
        }

        var typed = Assert.IsType<ArgumentReading.Ok>(found.ReadArguments()).Arguments;

        Assert.All(
            command.Parameters.Where(parameter => parameter.Kind is not ParameterKind.Runbook || parameter.Required),
            parameter => Assert.Equal(parameter.Example, typed.Find(parameter)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_says_what_it_is_and_which_of_a_few_it_can_be(string name) => Assert.All(Found(name).Parameters, parameter =>
    {
        Assert.NotEmpty(parameter.Help);
        Assert.NotEmpty(parameter.Example);
        Assert.Equal(parameter.Kind is ParameterKind.Choice, parameter.Choices.Count > 0 && !Found(name).ReadsItsWords);
        Assert.True(
            parameter.Choices.Count == 0 || parameter.Choices.Contains(parameter.Example),
            $"{parameter.Example} is none of {string.Join(", ", parameter.Choices)}");
        Assert.False(parameter.AskedLater && parameter.Question is not null, "Nobody would ever be asked.");
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_program_reads_the_command_as_json_and_back(string name)
    {
        var described = Found(name).Describe();

        var read = JsonSerializer.Deserialize<CommandDescription>(JsonSerializer.Serialize(described, Json), Json)!;

        Assert.Equal((described.Name, described.Usage, described.Help, described.Needs), (read.Name, read.Usage, read.Help, read.Needs));
        Assert.Equal(described.Parameters.Select(Line), read.Parameters.Select(Line));
    }

    [Theory]
    [InlineData(
        "/incident open",
        "/incident open [P0|P1|P2] [kind=drill|maintenance|backfilled] [from=time] [until=time] [private] [runbook] <title> [on <target>]")]
    [InlineData("/incident mitigate", "/incident mitigate [INC-n] [reason]")]
    [InlineData("/incident role", "/incident role [INC-n] <commander|scribe|liaison> <person>")]
    [InlineData("/approve", "/approve <R-n> <plan>")]
    [InlineData("/run settle", "/run settle <R-n> <worked|failed> <what you found>")]
    [InlineData("/run", "/run <action> [arguments] [on <target>]")]
    [InlineData("/runbook run", "/runbook run [INC-n] <step> [what it leaves open] [on <target>]")]
    [InlineData("/run list", "/run list [after=…]")]
    public void The_usage_line_is_made_of_the_parameters(string name, string usage) => Assert.Equal(usage, Found(name).Usage);

    [Theory]
    [InlineData("/incident close 7", "'7' is one argument too many.\nType /incident close [INC-n]")]
    [InlineData("/run list now", "'now' is no page of this list.\nType /run list [after=…]")]
    [InlineData("/run cancel", "Which run?\nType /run cancel <R-n>\nRuns are named R-1, R-2")]
    [InlineData("/run settle R-1", "Something is missing after R-1.\nType /run settle <R-n> <worked|failed> <what you found>")]
    [InlineData("/approve R-1", "Something is missing after R-1.\nType /approve <R-n> <plan>")]
    [InlineData("/approve", "Which run?\nType /approve <R-n> <plan>")]
    public async Task What_fits_no_parameter_or_is_missing_is_said_and_nothing_is_done(string text, string answer)
    {
        await rig.InAsync(IncidentState.Mitigating);
        var before = rig.Room.Incident;

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, text), StringComparison.Ordinal);

        Assert.Equal(before, rig.Room.Incident);
    }

    [Fact]
    public void What_was_typed_keeps_its_spacing_and_quotes_in_front_of_a_target()
    {
        var found = Assert.IsType<CommandReading.Found>(rig.Reader.Read("/incident open p0 \"It  is\" slow on sessions"));
        var typed = Assert.IsType<ArgumentReading.Ok>(found.ReadArguments()).Arguments;

        Assert.Equal(["P0", "\"It  is\" slow", "sessions"], found.Command.Parameters.Where(typed.Has).Select(typed.Find));
    }

    private Command Found(string name) => rig.Reader.All.Single(command => command.Name == name);

    private static string Typed(Parameter parameter) => parameter switch
    {
        { Kind: ParameterKind.Target } => $"on {parameter.Example}",
        { Named: true, Kind: not ParameterKind.Flag } => $"{parameter.Name}={parameter.Example}",
        _ => parameter.Example,
    };

    private static string Line(ParameterDescription parameter) =>
        $"{parameter.Name} {parameter.Kind} {parameter.Help} {parameter.Example} {parameter.Required} {string.Join('|', parameter.Choices)}";
}
