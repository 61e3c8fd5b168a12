using System.Globalization;
using IncidentBot.Messages;
using IncidentBot.Reporting.Reports;
using IncidentBot.Rounds;
using IncidentBot.Storage;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Rounds;

/// <summary>The report of a week, by a clock that moves. The night of the tests is Sunday, 22 November 2026, 03:00 UTC.</summary>
public sealed class DigestRoundTests
{
    private static readonly ChannelRef Managers = new("local", "demo", "managers");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DigestPlan Mondays = new([Managers], DayOfWeek.Monday, new TimeOnly(9, 0), Berlin);

    private readonly ChatRig rig = new();

    [Theory]
    [InlineData("2026-11-22T03:00Z", "2026-11-23T08:00Z")]
    [InlineData("2026-11-23T07:59Z", "2026-11-23T08:00Z")]
    [InlineData("2026-11-23T08:00Z", "2026-11-30T08:00Z")]
    [InlineData("2026-07-01T00:00Z", "2026-07-06T07:00Z")]
    public void It_is_due_by_the_clock_of_its_place(string now, string due) =>
        Assert.Equal(DateTimeOffset.Parse(due, CultureInfo.InvariantCulture), Mondays.Next(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)).DueAt);

    [Fact]
    public void An_hour_that_the_clock_leaves_out_is_taken_for_the_one_after_it()
    {
        var sundays = Mondays with { On = DayOfWeek.Sunday, At = new TimeOnly(2, 30) };

        // On 28 March 2027 the clocks of Berlin go from 02:00 to 03:00.
        Assert.Equal(new DateTimeOffset(2027, 3, 28, 1, 30, 0, TimeSpan.Zero), sundays.Next(new(2027, 3, 27, 0, 0, 0, TimeSpan.Zero)).DueAt);
    }

    [Fact]
    public async Task It_is_posted_once_and_the_next_one_is_appointed()
    {
        await rig.TypeAsync(Some.Ada, "/incident open P1 publishing is stuck");
        await rig.TypeAsync(Some.Ada, "/incident open P0 private Keys have leaked");

        await CarryOutAsync(Mondays.Next(rig.Room.Time.GetUtcNow()));

        var post = Assert.Single(Posts());
        Assert.StartsWith("1 incident in the last 7 days, 0 in those before", PlainText.Render(post.Card), StringComparison.Ordinal);
        var next = Assert.Single(rig.Store.Schedule.Waiting, item => item.Kind == DigestPlan.Kind);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero), next.DueAt);
    }

    [Fact]
    public async Task One_that_was_made_for_another_hour_is_not_carried_out_and_none_follows()
    {
        await CarryOutAsync((Mondays with { At = new TimeOnly(8, 0) }).Next(rig.Room.Time.GetUtcNow()));

        Assert.Empty(Posts());
        Assert.DoesNotContain(rig.Store.Schedule.Waiting, item => item.Kind == DigestPlan.Kind);
    }

    private IEnumerable<Outgoing.Post> Posts() => rig.Store.Said.OfType<Outgoing.Post>().Where(post => post.In == Managers);

    private async Task CarryOutAsync(Appointment appointment)
    {
        await rig.Store.CommitAsync(new Changes { Schedule = [appointment] }, default);
        rig.Room.Time.SetUtcNow(appointment.DueAt);
        DueItem? due;
        do
        {
            // What the incidents have appointed is due by then as well.
            due = await rig.Store.Schedule.ClaimAsync(appointment.DueAt, appointment.DueAt.AddMinutes(1), default);
        }
        while (due!.Appointment.Kind != DigestPlan.Kind);

        await new DigestRound(rig.Store, rig.Reports, Mondays, rig.Room.Time).CarryOutAsync(due, default);
    }
}
