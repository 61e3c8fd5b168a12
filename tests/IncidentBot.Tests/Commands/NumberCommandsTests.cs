using System.Text.RegularExpressions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Measurements;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Commands;

/// <summary>Numbers as people ask for them, of incidents as they play them.</summary>
public sealed class NumberCommandsTests
{
    private readonly ChatRig rig = new();

    private IncidentRoom Room => rig.Room;

    [Theory]
    [InlineData("/incident impact-began 02:50")]
    [InlineData("/incident impact-began INC-1 02:50Z")]
    [InlineData("/incident impact-began -10min INC-1")]
    [InlineData("/incident impact-began 2026-11-22 03:50+01:00")]
    public async Task When_it_began_is_on_the_record_and_counts(string typed)
    {
        await Room.InAsync(IncidentState.Mitigating);

        Assert.StartsWith(
            "It is on the record as you say\nUnderstood as 2026-11-22 02:50:00 UTC (02:50:00 UTC).", await rig.TypeAsync(Some.Ada, typed));

        Assert.Equal(new TimelineEvent.ImpactBegan(Some.Night.AddMinutes(-10)), Room.Timeline[^1].What);
        Assert.Equal("INC-1: Ada says that impact began at 02:50:00 UTC", Room.LastPost);
        Assert.Equal(Some.Night.AddMinutes(-10), Room.Incident.Milestones!.Affected[0].From);
        Assert.Equal(BeganBy.Person, Room.Incident.Milestones.Points!.Began.By);
        Assert.Contains("says that impact began", string.Join('\n', Room.Store.Audit.Entries[^1].Detail.Values), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/incident impact-began", "When did it begin?")]
    [InlineData("/incident impact-began yesterday", "I cannot read 'yesterday' as a time.")]
    [InlineData("/incident impact-began 2026-11-23 02:50", "Understood as 2026-11-23 02:50:00 UTC")]
    public async Task What_cannot_be_is_refused_and_nothing_is_written(string typed, string answer)
    {
        await Room.InAsync(IncidentState.Mitigating);
        var entries = Room.Timeline.Count;

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, typed));

        Assert.Equal(entries, Room.Timeline.Count);
    }

    [Fact]
    public async Task Said_again_it_is_corrected_and_struck_it_is_gone()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/incident impact-began 02:50");
        await rig.TypeAsync(Some.Grace, "/incident impact-began 02:55");
        Assert.Equal(Some.Night.AddMinutes(-5), Room.Incident.Milestones!.Affected[0].From);

        await rig.TypeAsync(Some.Grace, $"/incident strike e{Room.Timeline.Count} it was 02:50");
        Assert.Equal(Some.Night.AddMinutes(-10), Room.Incident.Milestones!.Affected[0].From);
    }

    [Fact]
    public async Task Nobody_without_leave_to_respond_says_when_it_began()
    {
        await Room.InAsync(IncidentState.Mitigating);
        var entries = Room.Timeline.Count;

        await rig.TypeAsync(Some.Olga, "/incident impact-began 02:50");

        Assert.Equal(entries, Room.Timeline.Count);
    }

    [Fact]
    public async Task The_card_has_every_number_with_its_entries()
    {
        await rig.TypeAsync(Some.Ada, "/incident open P0 Redis is down");
        await Room.PassAsync(TimeSpan.FromMinutes(4));
        await rig.TypeAsync(Some.Grace, "/incident ack");
        await rig.TypeAsync(Some.Ada, "/incident impact-began 02:50");

        var (acknowledged, began) = (EntryOf<TimelineEvent.Acknowledged>(), EntryOf<TimelineEvent.ImpactBegan>());

        var card = Regex.Replace(await rig.TypeAsync(Some.Olga, "/incident numbers"), " {3,}", "  ");

        Assert.StartsWith("INC-1 numbers", card);
        Assert.Contains($"Time to detect  10 min [e1 {began}]; it began when a person says", card);
        Assert.Contains($"Time to acknowledge  4 min [e1 {acknowledged}]", card);
        Assert.Contains("Time to mitigate  not yet: waits for its mitigation", card);
        Assert.Contains($"Without service  14 min, not known to be back [{began}]", card);
        Assert.Contains($"Response  promised within 5 min for P0, kept [e1 {acknowledged}]", card);
    }

    private string EntryOf<T>()
        where T : TimelineEvent => $"e{Room.Timeline.Single(entry => entry.What is T).Sequence}";

    /// <summary>What is kept with the incident says the same as its entries do.</summary>
    [Fact]
    public async Task What_is_kept_is_what_the_entries_say()
    {
        await Room.InAsync(IncidentState.Resolved);
        await rig.TypeAsync(Some.Ada, "/incident reopen INC-1 it is back");
        await rig.TypeAsync(Some.Ada, "/incident impact-began INC-1 02:50");
        await rig.TypeAsync(Some.Ada, "/incident note INC-1 looking");

        var kept = Room.Incident.Milestones!.Points!;
        var counted = PointsOf.All(Corrections.Counted(Room.Timeline))!;

        Assert.Equal(
            Measuring.Of(counted, Measurement.Usual).Select(Times),
            Measuring.Of(kept, Measurement.Usual).Select(Times));

        static string Times(MeasuredLength length) =>
            length is MeasuredLength.Recorded recorded ? $"{recorded.From.At} {recorded.Until.At}" : $"{length.GetType()}";
    }
}
