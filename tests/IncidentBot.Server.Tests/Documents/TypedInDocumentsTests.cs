using System.Text.RegularExpressions;
using IncidentBot.Commands;
using IncidentBot.Server.Tests.Chat.Slack.Peers;
using IncidentBot.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Documents;

/// <summary>What the documents tell people to type is there to be typed: in chat, and in a shell.</summary>
public sealed partial class TypedInDocumentsTests
{
    private const string Start = "dotnet run --project src/IncidentBot.Server";

    private static readonly string Root = Path.GetFullPath(Path.Combine(NodePackages.Folder, "..", ".."));

    public static TheoryData<string> Documents => ["README.md", "src/IncidentBot/Commands/README.md"];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Every_command_of_chat_is_one(string document)
    {
        await using var bot = await BotHost.StartAsync(
            "redis://127.0.0.1:1",
            "GameDay:Enabled=true",
            "Webhooks:ops:Url=https://hooks.example",
            $"Webhooks:ops:Secrets=whsec_{new string('a', 32)}",
            "Mail:Host=localhost",
            "Mail:From=bot@example.org",
            "Mail:To:ops:Addresses=cto@example.org");
        var commands = bot.Services.GetRequiredService<CommandReader>();
        var typed = Code().Matches(Prose(document)).Select(code => code.Groups[1].Value).Where(code => Slash().IsMatch(code)).Distinct().ToList();

        Assert.NotEmpty(typed);
        Assert.All(typed, line => Assert.IsNotType<CommandReading.Unknown>(commands.Read(line)));
    }

    [Fact]
    public void Every_script_of_the_README_is_there_and_can_be_run() => Assert.All(
        Script().Matches(File.ReadAllText(Path.Combine(Root, "README.md"))).Select(script => script.Groups[1].Value).Distinct(),
        script => Assert.True(
            OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(Root, script)).HasFlag(UnixFileMode.UserExecute), script));

    /// <summary>Whatever an account, a chat or a file is missing for: each says so, and none is taken for a wrong word.</summary>
    [Fact]
    public async Task Every_command_of_the_shell_is_one()
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-documents-");
        try
        {
            var typed = Directory.EnumerateFiles(Root, "README.md")
                .Concat(Directory.EnumerateFiles(Path.Combine(Root, "src"), "README.md", SearchOption.AllDirectories))
                .SelectMany(file => Shell().Matches(File.ReadAllText(file)))
                .Select(match => Optional().Replace(match.Groups[1].Value, " ").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .ToList();

            Assert.Contains(typed, words => words is ["doctor", "slack"]);
            // What is typed for the chat is the other test's.
            foreach (var words in typed.Where(words => words is [not "type", ..]).DistinctBy(words => string.Join(' ', words)))
            {
                var exit = await BotProcess.RunToEndAsync([
                    .. words,
                    $"--Storage:Sqlite={Path.Combine(folder.FullName, "incidentbot.db")}",
                    $"--Audit:KeyFile={Path.Combine(folder.FullName, "audit.key")}"]);
                Assert.DoesNotContain("Unrecognized", exit.Errors, StringComparison.Ordinal);
                Assert.DoesNotContain("Unknown command", exit.Errors, StringComparison.Ordinal);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Prose(string document) => Fence().Replace(File.ReadAllText(Path.Combine(Root, document)), "");

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^/[a-z]+( |$)")]
    private static partial Regex Slash();

    [GeneratedRegex(@"(?<![\w/])(?:\./)?((?:demo|test|manifests/[a-z/]+)\.sh)\b")]
    private static partial Regex Script();

    [GeneratedRegex($"{Start} -- ([^`\n]+)")]
    private static partial Regex Shell();

    [GeneratedRegex(@"\[[^\]]*\]|…")]
    private static partial Regex Optional();
}
