using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Desk;

/// <summary>Why an incident exists: given when it is opened, said wherever it is named, and never changed.</summary>
public sealed class KindTests
{
    private static readonly DateTimeOffset Began = Some.Night.AddDays(-2), Over = Began.AddMinutes(50);

    private readonly IncidentRoom room = new();

    [Theory]
    [InlineData(IncidentKind.Drill, "It is a drill: its numbers do not count.")]
    [InlineData(IncidentKind.Maintenance, "It is maintenance: its numbers do not count.")]
    public async Task A_drill_is_worked_on_like_a_real_one_and_says_everywhere_that_it_is_none(IncidentKind kind, string said)
    {
        var mark = kind.ToString().ToUpperInvariant();
        await OpenAsync(new Opening(Severity.P0, "Failover", null) { Kind = kind });
        Assert.StartsWith($"INC-1 P0 {mark} opened", room.LastReply);
        Assert.Contains(room.Store.Schedule.Waiting, appointment => appointment.Kind == AppointmentKind.Assess);

        await room.PassAsync(TimeSpan.FromMinutes(10));
        Assert.StartsWith($"INC-1 P0 {mark}: nobody has acknowledged it", Post("nobody has acknowledged"));

        await room.Desk.SummaryAsync(Some.Request(Some.Ada), 1, default);
        Assert.StartsWith($"INC-1 {mark} summary", room.LastReply);
        Assert.Contains(said, room.LastReply, StringComparison.Ordinal);
        Assert.StartsWith($"INC-1  P0  {mark}  ASSESSING", PlainText.Render(await room.Cards.DrawAsync(room.Incident, default)));
    }

    [Fact]
    public async Task One_that_is_over_is_written_down_with_the_times_that_it_had()
    {
        await OpenAsync(Afterwards with { Until = Over });

        Assert.Equal(
            (IncidentState.Resolved, Began, Over, Over),
            (room.Incident.State, room.Incident.OpenedAt, room.Incident.MitigatedAt, room.Incident.ResolvedAt));
        Assert.Equal([AppointmentKind.Summary], room.Store.Schedule.Waiting.Select(appointment => appointment.Kind));

        await room.CarryOutAsync();
        Assert.Contains("It was written down afterwards, with the times that it had.", room.LastPost, StringComparison.Ordinal);
        Assert.Contains("50 min", room.LastPost, StringComparison.Ordinal);
        Assert.True(room.Incident.Kind.Counts());
    }

    [Fact]
    public async Task One_without_an_end_is_neither_read_nor_escalated_nor_reminded_of()
    {
        await OpenAsync(Afterwards);
        await room.PassAsync(TimeSpan.FromDays(1));

        Assert.Equal(0, room.Diagnose.Asked);
        Assert.Equal(IncidentState.Declared, room.Incident.State);
        Assert.Single(room.Timeline);

        await room.Desk.AssessAsync(Some.Request(Some.Ada), 1, default);
        await room.Desk.AssessAsync(Some.Request(Some.Ada), 1, default);
        Assert.StartsWith("INC-1 is written down afterwards: what primary says now tells nothing of then.", room.LastReply);
        Assert.Equal(0, room.Diagnose.Asked);
    }

    public static TheoryData<Opening, string> Wrong => new()
    {
        { Afterwards with { From = null }, "When did it begin?" },
        { Afterwards with { Kind = IncidentKind.Real }, "Only an incident that is written down afterwards is given times." },
        { Afterwards with { Kind = IncidentKind.Drill, From = null, Until = Over }, "Only an incident that is written down afterwards is given times." },
        { Afterwards with { Until = Began.AddMinutes(-1) }, "It cannot have been over at 02:59:00 UTC, before it began at 03:00:00 UTC." },
        { Afterwards with { From = Some.Night.AddMinutes(1) }, "from is 03:01:00 UTC, and that has not come yet." },
        { Afterwards with { Until = Some.Night.AddMinutes(1) }, "until is 03:01:00 UTC, and that has not come yet." },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task Times_that_cannot_be_are_refused_and_nothing_is_opened(Opening opening, string why)
    {
        await OpenAsync(opening);

        Assert.StartsWith(why, room.LastReply);
        Assert.Null(await room.Store.Incidents.FindAsync(1, default));
    }

    [Fact]
    public void Nobody_but_who_opens_an_incident_says_of_what_kind_it_is() => Assert.Equal(
        [nameof(IncidentOpenings)],
        Callers.Of(typeof(Incident).GetProperty(nameof(Incident.Kind))!.SetMethod!).Distinct());

    private static Opening Afterwards => new(Severity.P1, "Redis was down", null) { Kind = IncidentKind.Backfilled, From = Began };

    private string Post(string with) => room.Posts.Select(PlainText.Render).Last(post => post.Contains(with, StringComparison.Ordinal));

    private Task<Answer> OpenAsync(Opening opening) => room.Desk.OpenAsync(Some.Request(Some.Ada), opening, default);
}
