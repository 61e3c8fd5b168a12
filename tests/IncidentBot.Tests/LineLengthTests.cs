namespace IncidentBot.Tests;

public sealed class LineLengthTests
{
    /// <summary>As <c>max_line_length</c> in <c>.editorconfig</c>, which only editors read.</summary>
    private const int Most = 160;

    /// <summary>Lines that are data which others wrote, and would not be theirs any more if they were folded: how many, and whose.</summary>
    private static readonly Dictionary<string, (int Lines, string What)> Whole = new()
    {
        ["tests/IncidentBot.Server.Tests/Chat/Slack/Peers/BoltTests.cs"] = (2, "payloads as Slack sends them, one to a line"),
        ["tests/IncidentBot.Server.Tests/EndToEnd/EmulatedSlackTests.cs"] = (1, "the configuration of the emulator, in which a line is an entry"),
        ["tests/IncidentBot.Server.Tests/Hosts/ServiceManagerTests.cs"] = (2, "what systemctl and docker print"),
        ["tests/IncidentBot.Tests/Audit/AuditEntryTests.cs"] = (1, "the canonical text of an entry, which is one line"),
    };

    [Fact]
    public void No_line_is_longer_than_can_be_read() => Assert.Empty(
        from file in Repository.Sources()
        where !Whole.ContainsKey(file)
        from line in TooLong(file)
        select $"{file}:{line.Number} has {line.Length}");

    [Fact]
    public void A_file_that_may_have_longer_ones_has_just_those() =>
        Assert.All(Whole, file => Assert.Equal(file.Value.Lines, TooLong(file.Key).Count()));

    private static IEnumerable<(int Number, int Length)> TooLong(string file) => File.ReadLines(Path.Combine(Repository.Root, file))
        .Select((line, index) => (Number: index + 1, line.Length))
        .Where(line => line.Length > Most);
}
