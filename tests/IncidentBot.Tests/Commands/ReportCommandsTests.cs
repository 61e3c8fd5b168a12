using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>Reports as people ask for them, of incidents as they play them.</summary>
public sealed class ReportCommandsTests
{
    private readonly ChatRig rig = new();

    [Fact]
    public async Task Before_anything_has_happened_it_says_so()
    {
        var said = await rig.TypeAsync(Some.Ada, "/incident report");

        Assert.StartsWith("0 incidents in the last 30 days, 0 in those before\nNothing happened that counts", said, StringComparison.Ordinal);
        Assert.Equal(["The last 7 days", "The last 90 days", "As CSV"], rig.LastAnswer!.Card.Buttons.Select(button => button.Label));
    }

    [Fact]
    public async Task It_counts_what_was_played()
    {
        await rig.TypeAsync(Some.Ada, "/incident open P1 publishing is stuck");
        await rig.Room.PassAsync(TimeSpan.FromMinutes(3));
        await rig.TypeAsync(Some.Grace, "/incident ack INC-1");

        var said = await rig.TypeAsync(Some.Olga, "/incident report 7d");

        Assert.StartsWith("1 incident in the last 7 days, 0 in those before", said, StringComparison.Ordinal);
        Assert.Contains("median 3 min (n 1); INC-1 3 min; nothing to compare with before", Flat(said), StringComparison.Ordinal);
    }

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task A_private_incident_counts_for_those_alone_who_may_see_it()
    {
        await rig.TypeAsync(Some.Ada, "/incident open P0 private Keys have leaked");

        Assert.StartsWith("1 incident in", await rig.TypeAsync(Some.Ada, "/incident report"), StringComparison.Ordinal);
        Assert.StartsWith("0 incidents in", await rig.TypeAsync(Some.Olga, "/incident report"), StringComparison.Ordinal);
        await rig.TypeAsync(Some.Olga, "/incident report 30d json");
        Assert.DoesNotContain("INC-1", Assert.IsType<CardBlock.File>(Assert.Single(rig.LastAnswer!.Card.Blocks)).Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/incident report quarter csv", "incidents-2026-11-22-quarter.csv", "incident,title,kind")]
    [InlineData("/incident report json", "incidents-2026-11-22-30d.json", "{\n  \"period\": \"30d\"")]
    public async Task It_comes_as_a_file_of_other_programs(string typed, string name, string begins)
    {
        await rig.TypeAsync(Some.Ada, typed);

        var file = Assert.IsType<CardBlock.File>(Assert.Single(rig.LastAnswer!.Card.Blocks));
        Assert.Equal(name, file.Name);
        Assert.StartsWith(begins, file.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_time_than_there_is_gets_the_choice() =>
        Assert.Contains("[7d|30d|quarter]", await rig.TypeAsync(Some.Ada, "/incident report fortnight"), StringComparison.Ordinal);
}
