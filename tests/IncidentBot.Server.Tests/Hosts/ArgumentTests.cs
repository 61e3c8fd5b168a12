using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Actions;
using IncidentBot.Hosts.Processes;
using IncidentBot.Support;
using IncidentBot.Words;

namespace IncidentBot.Hosts;

/// <summary>Whatever people type: one element of argv at the place that is configured, never an option, never read by a shell.</summary>
public sealed class ArgumentTests
{
    private static readonly string[] Anything =
    [
        "Commands:scale:Run:0=tool", "Commands:scale:Run:1=set", "Commands:scale:Run:2={name}",
        "Commands:scale:Run:3=--to={count}", "Commands:scale:Run:4=end", "Commands:scale:Risk=Change",
        "Commands:scale:Arguments:name:Pattern=(?s).*", "Commands:scale:Arguments:name:Example=api",
        "Commands:scale:Arguments:count:Pattern=(?s).*", "Commands:scale:Arguments:count:Example=3",
    ];

    // What has a meaning to some shell, some program or our own placeholders is as likely as everything else.
    private static Gen<string> Marks { get; } = Gen.Elements(
        "-", "--", "-x", "--help", "$(id)", "`id`", ";", "&&", "|", "'", "\"", "\\", "*", "~", "=x", "{name}", "{count}", "a b",
        "\n", "\0", "name=", "count=", "\u202E", "\u200B", "a", "api", "x=y", "é", "#", "!", "%PATH%", "${HOME}");

    private static Arbitrary<string> Typed { get; } = Gen.Frequency(
        (2, ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get)),
        (3, Marks),
        (3, Marks.ArrayOf(2).Select(parts => string.Concat(parts))),
        (1, Marks.ArrayOf().Select(parts => string.Concat(parts)))).ToArbitrary();

    [Fact]
    public async Task What_is_typed_is_one_element_and_never_an_option()
    {
        await using var scene = new HostScene(Anything);
        var command = scene.Host.Commands["scale"];

        var accepted = 0;
        Prop.ForAll(Typed, Typed, (name, count) =>
        {
            var (values, fault) = TypedArguments.Read(scene.Host, command, $"{name} {count}");
            if (fault is not null)
            {
                return true;
            }

            accepted++;
            var argv = HostCommand.Fill(command.Run, values).Words;
            return argv.Count == 5 && argv[0] == "tool" && argv[1] == "set" && argv[4] == "end"
                && !argv[2].StartsWith('-') && argv[3].StartsWith("--to=", StringComparison.Ordinal)
                && argv[2] == values["name"] && argv[3] == $"--to={values["count"]}"
                && !values.Values.Any(value => value.StartsWith('-') || value.Any(char.IsControl) || value.Any(char.IsWhiteSpace) || Invisible.IsIn(value));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
        Assert.True(accepted > 100, $"Only {accepted} were accepted: it tests nothing.");
    }

    [Fact]
    public async Task A_real_program_gets_byte_for_byte_what_was_typed()
    {
        await using var scene = new HostScene([.. Anything, "Environment:PATH=FOLDER/bin:/usr/bin:/bin"]);
        var programs = new RecordedPrograms(scene.Folder).With("tool");
        var command = scene.Host.Commands["scale"];
        var accepted = Typed.Generator.Sample(400)
            .Select(typed => TypedArguments.Read(scene.Host, command, $"{typed} 3"))
            .Where(read => read.Fault is null).Select(read => read.Values).DistinctBy(values => values["name"]).Take(30).ToArray();

        foreach (var values in accepted)
        {
            await scene.Get<HostShell>().ReadAsync(scene.Host, command.Task(command.Run, values), TestRedis.Token);
        }

        Assert.InRange(accepted.Length, 10, 30);
        Assert.Equal(accepted.Select(values => (string[])["tool", "set", values["name"], $"--to={values["count"]}", "end"]), programs.Calls);
    }

    [Fact]
    public async Task Most_of_what_people_type_gets_through_where_the_pattern_lets_it()
    {
        await using var scene = new HostScene(Anything);

        var (values, fault) = TypedArguments.Read(scene.Host, scene.Host.Commands["scale"], "count=$(id) name=it's;{count}");

        Assert.Null(fault);
        Assert.Equal(["tool", "set", "it's;{count}", "--to=$(id)", "end"], HostCommand.Fill(scene.Host.Commands["scale"].Run, values).Words);
    }

    [Theory]
    [InlineData("scale api", "count is missing. Type scale name=api count=3")]
    [InlineData("scale api 3 4", "'4' is one argument too many for scale. Type scale name=api count=3")]
    [InlineData("scale api name=b", "name is given twice. Type scale name=api count=3")]
    [InlineData("scale -x 3", "name '-x' starts with '-', which a program would take for an option. For example: api")]
    [InlineData("scale name=--all count=3", "name '--all' starts with '-', which a program would take for an option. For example: api")]
    [InlineData("scale a\u0001 3", "name 'a\\u0001' has a character that cannot be passed on.")]
    public async Task What_is_wrong_with_an_argument_is_said_with_what_to_type(string typed, string rule)
    {
        await using var scene = new HostScene(Anything);

        Assert.StartsWith(rule, (await scene.RefusedAsync($"change {typed}")).Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\u202Egpj.b")]
    [InlineData("a\u200Bb")]
    [InlineData("a\u00ADb")]
    [InlineData("a\uFEFFb")]
    public async Task A_character_that_nobody_sees_is_refused_and_shown(string value)
    {
        await using var scene = new HostScene(Anything);
        var command = scene.Host.Commands["scale"];

        Assert.Equal("has a character that cannot be passed on.", TypedArguments.WhyNot(scene.Host, command.Arguments[0], value));
        Assert.StartsWith(
            $"name '{Invisible.Escaped(value)}' has a character that cannot be passed on.",
            TypedArguments.Read(scene.Host, command, $"{value} 3").Fault,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api\n")]
    [InlineData("API")]
    [InlineData("")]
    [InlineData("api;id")]
    public async Task A_pattern_has_to_match_all_of_it(string value)
    {
        await using var scene = new HostScene(
            "Commands:x:Run:0=true",
            "Commands:x:Run:1={name}",
            "Commands:x:Risk=Change",
            "Commands:x:Arguments:name:Pattern=a|api|^api$",
            "Commands:x:Arguments:name:Example=api");
        var argument = scene.Host.Commands["x"].Arguments[0];

        Assert.NotNull(TypedArguments.WhyNot(scene.Host, argument, value));
        Assert.Null(TypedArguments.WhyNot(scene.Host, argument, "api"));
    }

    [Fact]
    public async Task A_pattern_that_takes_for_ever_refuses()
    {
        await using var scene = new HostScene(
            "Commands:x:Run:0=true",
            "Commands:x:Run:1={name}",
            "Commands:x:Risk=Change",
            "Commands:x:Arguments:name:Pattern=(a+)+b",
            "Commands:x:Arguments:name:Example=ab");

        var refused = TypedArguments.WhyNot(scene.Host, scene.Host.Commands["x"].Arguments[0], new string('a', 100));

        Assert.Equal("takes its pattern too long to check.", refused);
    }

    [Fact]
    public void What_is_quoted_for_a_shell_is_read_back_as_it_was()
    {
        var words = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get)
            .Or(Typed.Generator).Select(word => new string([.. word.Where(letter => letter != '\0' && !char.IsSurrogate(letter))]))
            .ArrayOf(40).ToArbitrary();

        // One shell per forty words: starting one takes longer than reading them.
        Prop.ForAll(words, all =>
        {
            using var shell = Process.Start(
                new ProcessStartInfo("sh", ["-c", $"printf '%s\\0' {string.Join(' ', all.Select(PosixShell.Quoted))}"]) { RedirectStandardOutput = true })!;
            var read = shell.StandardOutput.ReadToEnd();
            shell.WaitForExit();
            return read == string.Concat(all.Select(word => $"{word}\0"));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public async Task Behind_ssh_the_far_shell_gets_the_same_words()
    {
        await using var scene = new HostScene(
            "Prefix:0=FOLDER/bin/ssh", "Prefix:1=app1", "Environment:MODE=it's; $(id)", "Environment:PATH=FOLDER/bin:/usr/bin:/bin",
            "Commands:set:Run:0=tool", "Commands:set:Run:1=a b; $(id) 'x' *", "Commands:set:Run:2={name}", "Commands:set:Risk=Change",
            "Commands:set:Arguments:name:Pattern=.*", "Commands:set:Arguments:name:Example=api");

        // Does what ssh does to argv: one line, blanks between, for a shell at the other end.
        var programs = new RecordedPrograms(scene.Folder).With("ssh", "shift; exec sh -c \"$*\"").With("tool", "printf '%s\\n' \"$MODE\"");

        var ran = await scene.RunAsync("change set api@2");

        Assert.Contains("it's; $(id)", ran.Done, StringComparison.Ordinal);
        Assert.Equal(["tool", "a b; $(id) 'x' *", "api@2"], programs.Calls[1]);
        Assert.Equal(2, programs.Calls.Count);
        Assert.Equal(
            "name 'a;b' has a character that a shell would read. Behind a Prefix an argument has letters, digits and _@:,./+-= only. For example: api",
            (await scene.RefusedAsync("change set a;b")).Rule);
        Assert.IsType<PlanResult.Refused>(await scene.PlanAsync("change set $HOME"));
    }

    [Fact]
    public async Task A_prefix_that_passes_argv_on_gets_it_as_it_is()
    {
        await using var scene = new HostScene(
            "Prefix:0=FOLDER/bin/enter", "Prefix:1=box", "PrefixIsShell=false",
            "Commands:set:Run:0=tool", "Commands:set:Run:1=a b; $(id)", "Commands:set:Risk=Change");
        var programs = new RecordedPrograms(scene.Folder).With("enter");

        await scene.RunAsync("change set");

        Assert.Equal(["enter", "box", "tool", "a b; $(id)"], Assert.Single(programs.Calls));
    }
}
