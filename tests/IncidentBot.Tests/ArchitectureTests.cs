using System.Text.RegularExpressions;

namespace IncidentBot.Tests;

/// <summary>Reads the source: the walls that no project file can hold.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Source = Path.Combine(Repository.Root, "src");

    /// <summary>Each kernel folder uses only those before it.</summary>
    private static readonly string[][] KernelOrder =
        [
            ["Words"], ["Readings"], ["Targets"], ["People"], ["Messages"], ["Alerts"], ["Incidents"], ["Watch"], ["Actions"],
            ["Timeline"], ["Measurements"], ["Audit"], ["Storage"], ["Execution"], ["Runbooks"], ["Reporting"],
            ["Audience"], ["Rooms"], ["Desk"], ["Alerting"], ["Watching"], ["Rounds"], ["Commands"], ["Chat"],
        ];

    [Fact]
    public void A_kernel_folder_uses_only_those_before_it()
    {
        var order = KernelOrder.SelectMany((folders, rank) => folders.Select(folder => (folder, rank))).ToDictionary(pair => pair.folder, pair => pair.rank);
        var wrong = from file in Files("IncidentBot")
                    let folder = Path.GetRelativePath(Path.Combine(Source, "IncidentBot"), file).Split(Path.DirectorySeparatorChar)[0]
                    from Match use in Uses().Matches(File.ReadAllText(file))
                    where order[use.Groups[1].Value] > order[folder]
                    select $"{folder} uses {use.Groups[1].Value}: {file}";
        Assert.Empty(wrong);
    }

    /// <summary>In the server only <c>Bot.cs</c> and <c>BotSettings.cs</c> know all parts; a part never uses its neighbour.</summary>
    [Theory]
    [InlineData("Chat/Local", "IncidentBot.Chat.Local")]
    [InlineData("Chat/Slack", "IncidentBot.Chat.Slack")]
    [InlineData("Chat/Teams", "IncidentBot.Chat.Teams")]
    [InlineData("Chat/Terminal", "IncidentBot.Chat.Terminal")]
    [InlineData("Databases", "IncidentBot.Databases")]
    [InlineData("Http", "IncidentBot.Http")]
    [InlineData("Hosts", "IncidentBot.Hosts")]
    [InlineData("Redis", "IncidentBot.Redis")]
    [InlineData("Storage", "IncidentBot.Storage.(?:Sqlite|Postgres)")]
    [InlineData("Web", "IncidentBot.Web")]
    [InlineData("Workers", "IncidentBot.Workers")]
    public void A_part_of_the_server_is_used_by_itself_and_by_the_table_of_contents_alone(string folder, string names)
    {
        var used = new Regex($@"^(?:@?using {names}\b|.*\b{names}\.\w)", RegexOptions.Multiline);
        var inside = Path.Combine(Source, "IncidentBot.Server", folder) + Path.DirectorySeparatorChar;
        var wrong = Files("IncidentBot.Server")
            .Where(file => !file.StartsWith(inside, StringComparison.Ordinal) && Path.GetFileName(file) is not ("Bot.cs" or "BotSettings.cs"))
            .Where(file => used.IsMatch(File.ReadAllText(file)));
        Assert.Empty(wrong);
    }

    /// <summary>Every way in may use them, and they know of none: what they share could not be shared otherwise.</summary>
    [Fact]
    public void The_doors_use_the_kernel_alone()
    {
        var parts = Directory.EnumerateDirectories(Path.Combine(Source, "IncidentBot.Server"))
            .Concat(Directory.EnumerateDirectories(Path.Combine(Source, "IncidentBot.Server", "Chat")))
            .Select(folder => Path.GetRelativePath(Path.Combine(Source, "IncidentBot.Server"), folder).Replace(Path.DirectorySeparatorChar, '.'))
            .Where(part => part is not ("Doors" or "obj" or "bin") && !Directory.Exists(Path.Combine(Source, "IncidentBot", part)))
            .ToList();
        var wrong = from file in Files(Path.Combine("IncidentBot.Server", "Doors"))
                    from part in parts
                    where File.ReadAllText(file).Contains($"IncidentBot.{part}", StringComparison.Ordinal)
                    select $"{Path.GetFileName(file)} uses {part}";
        Assert.Contains("Chat.Slack", parts);
        Assert.Empty(wrong);
    }

    [Fact]
    public void Only_the_intake_makes_a_message_of_the_inbox() =>
        Assert.Equal(["Intake.cs"], Files("IncidentBot")
            .Concat(Files("IncidentBot.Server"))
            .Where(file => File.ReadAllText(file).Contains("new InboxMessage(", StringComparison.Ordinal))
            .Select(Path.GetFileName));

    [Fact]
    public void Only_the_executor_makes_a_permit() =>
        Assert.Equal(["ActionExecutor.cs"], Files("IncidentBot")
            .Concat(Files("IncidentBot.Server"))
            .Where(file => File.ReadAllText(file).Contains("new ExecutionPermit(", StringComparison.Ordinal))
            .Select(Path.GetFileName));

    private static IEnumerable<string> Files(string project) =>
        Directory.EnumerateFiles(Path.Combine(Source, project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex(@"^using IncidentBot\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Uses();
}
