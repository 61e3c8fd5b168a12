namespace IncidentBot.Tests;

public sealed class LineLengthTests
{
    /// <summary>As <c>max_line_length</c> in <c>.editorconfig</c>, which only editors read.</summary>
    private const int Most = 160;

    /// <summary>Where a line is data that others wrote and that would not be theirs any more if it were folded.</summary>
    private static readonly IReadOnlyDictionary<string, string> Whole = new Dictionary<string, string>
    {
        ["tests/IncidentBot.Server.Tests/Chat/Slack/Peers/BoltTests.cs"] = "payloads as Slack sends them, one to a line",
        ["tests/IncidentBot.Server.Tests/EndToEnd/EmulatedSlackTests.cs"] = "the configuration of the emulator, in which a line is an entry",
        ["tests/IncidentBot.Server.Tests/Hosts/ServiceManagerTests.cs"] = "what systemctl and docker print",
        ["tests/IncidentBot.Server.Tests/Storage/SchemaUpgradeContract.cs"] = "rows as an earlier version wrote them",
        ["tests/IncidentBot.Server.Tests/Storage/StoredEntryTests.cs"] = "rows as they are stored, which are one line",
        ["tests/IncidentBot.Server.Tests/Storage/StoreJsonTests.cs"] = "rows as an earlier version wrote them",
        ["tests/IncidentBot.Tests/Audit/AuditEntryTests.cs"] = "the canonical text of an entry, which is one line",
    };

    [Fact]
    public void No_line_is_longer_than_can_be_read()
    {
        var tooLong = Files().Where(file => !Whole.ContainsKey(file))
            .SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, file))
                .Select((line, index) => (line.Length, Where: $"{file}:{index + 1}")))
            .Where(line => line.Length > Most)
            .Select(line => $"{line.Where} has {line.Length}");

        Assert.Empty(tooLong);
    }

    [Fact]
    public void A_file_that_may_have_longer_ones_has_one() =>
        Assert.All(Whole.Keys, file => Assert.Contains(File.ReadLines(Path.Combine(Repository.Root, file)), line => line.Length > Most));

    private static IEnumerable<string> Files() => new[] { "src", "tests" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
            && !file.Contains("/node_modules/", StringComparison.Ordinal));
}
