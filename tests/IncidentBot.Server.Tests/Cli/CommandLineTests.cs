using IncidentBot.Support;

namespace IncidentBot.Cli;

/// <summary>Every verb and every flag that there is, as it is typed and as it is mistyped.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-cli-");

    public static TheoryData<string> Paths => [.. Line().All.Select(verb => verb.Path)];

    /// <summary>Each word of each path, and each flag, with a letter doubled.</summary>
    public static TheoryData<string, string> Neighbours =>
    [
        .. Line().All.Where(verb => verb.Path.Length > 0).Select(verb => (Typed: Doubled(verb.Path), Meant: verb.Path)),
        .. Line().All.SelectMany(verb => Usage.Options(verb).Select(option => (Typed: $"{verb.Path} {Doubled(option.Name)}".Trim(), Meant: option.Name))),
    ];

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_command_says_how_it_is_used(string path)
    {
        foreach (var asked in (string[])[$"{path} --help", $"{path} -h", $"{path} -?", $"help {path}"])
        {
            var (code, output, errors) = await RunAsync(Words(asked));

            Assert.Equal((0, ""), (code, errors));
            Assert.Contains($"incidentbot {path}".TrimEnd(), output, StringComparison.Ordinal);
            Assert.All(ExitCode.All, known => Assert.Contains($"  {known.Code}  {known.Meaning}", output, StringComparison.Ordinal));
            Assert.Contains("Settings are read from appsettings.json", output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Neighbours))]
    public async Task What_is_nearly_a_command_or_a_flag_is_refused_and_the_right_one_named(string typed, string meant)
    {
        var (code, output, errors) = await RunAsync(Words(typed));

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("Unknown ", errors, StringComparison.Ordinal);
        Assert.Contains($"Did you mean {meant}?", errors.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("\nUsage:", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit", "audit needs one word more: verify or export or head.")]
    [InlineData("audit verify twice", "audit verify takes no 'twice'.")]
    [InlineData("audit verify --anchr=128:3f9a01bc77d2", "Unknown option --anchr of audit verify. Did you mean --anchor?")]
    [InlineData("audit export --kind", "--kind")]
    [InlineData("runbook check", "runbook check needs FILE.")]
    [InlineData("type", "type needs LINE.")]
    [InlineData("type --wait soon /help", "--wait is 'soon'. Expected seconds, from 0 to 86400.")]
    [InlineData("type --wait -1 /help", "--wait is '-1'. Expected seconds")]
    [InlineData("type /help --folow", "Did you mean --follow? A setting is written --Section:Key=value")]
    [InlineData("audit verfy --help", "Unknown command audit verfy. Did you mean audit verify?")]
    [InlineData("help doctr", "Unknown command doctr. Did you mean doctor?")]
    [InlineData("--Ulrs=http://127.0.0.1:8080", "Unknown option --Ulrs. Did you mean --Urls?")]
    [InlineData("--Urls http://127.0.0.1:8080", "Unknown option --Urls.")]
    [InlineData("Urls=http://127.0.0.1:8080", "Unknown command Urls=http://127.0.0.1:8080.")]
    [InlineData("frobnicate", "Unknown command frobnicate.")]
    public async Task Words_that_make_no_sense_are_refused_with_the_reason_first(string typed, string said)
    {
        var (code, output, errors) = await RunAsync(Words(typed));

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(said, errors.Split('\n')[0], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_and_settings_alone_start_the_bot()
    {
        Assert.True(Line().StartsTheBot);
        Assert.True(Line("--Urls=http://127.0.0.1:0", "--Targets:primary:Url=redis://127.0.0.1").StartsTheBot);
        Assert.False(Line("--Urls=http://127.0.0.1:0", "doctor").StartsTheBot);
    }

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0, "help")]
    [InlineData(0, "--version")]
    [InlineData(2, "typ")]
    [InlineData(2, "doctr slack")]
    [InlineData(2, "--hlep")]
    [InlineData(2, "audit head --Storage:Sqlite=data/none.db")]
    [InlineData(1, "health --Urls=http://127.0.0.1:1")]
    public async Task No_word_makes_a_bot_a_folder_or_a_key(int code, string typed)
    {
        var exit = await BotProcess.RunInAsync(folder, Words(typed));

        Assert.Equal(code, exit.Code);
        Assert.Equal(code == 0, exit.Errors.Length == 0);
        Assert.Empty(folder.EnumerateFileSystemInfos());
    }

    private static CommandLine Line(params string[] words) => new(words, Bot.Verbs);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        return (await Line(words).RunAsync(output, errors), $"{output}", $"{errors}");
    }

    private static string Doubled(string word) => word + word[^1];

    private static string[] Words(string typed) => typed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
