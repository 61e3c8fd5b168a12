using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Commands;

/// <summary>What people notice, since when, and what follows from it everywhere.</summary>
public sealed class ImpactCommandTests
{
    private readonly ChatRig rig = new();

    private IncidentRoom Room => rig.Room;

    [Fact]
    public async Task What_is_noticed_is_on_the_record_and_on_the_card_with_who_says_so()
    {
        await Room.InAsync(IncidentState.Mitigating);

        await rig.TypeAsync(Some.Ada, "/incident impact checkout 340 orders, password=hunter2 from 02:50");

        Assert.Equal(
            new TimelineEvent.ImpactStated("checkout", "340 orders, password=[redacted]", Some.Night.AddMinutes(-10), null),
            Room.Timeline[^1].What);
        Assert.Equal("INC-1: Ada says of checkout: 340 orders, password=[redacted], since 02:50:00 UTC", Room.LastPost);
        await rig.TypeAsync(Some.Olga, "/incident status");
        Assert.Contains("Affected  checkout: 340 orders, password=[redacted], since 02:50:00 UTC (Ada says so)", Room.LastReply);
    }

    [Theory]
    [InlineData("340 orders from 02:50", "340 orders", -10, null)]
    [InlineData("340 orders since 02:50 until 02:55", "340 orders", -10, -5)]
    [InlineData("340 orders until 02:55 from 02:50", "340 orders", -10, -5)]
    [InlineData("340 orders FROM 2026-11-22 02:50", "340 orders", -10, null)]
    [InlineData("orders from 3 regions are lost", "orders from 3 regions are lost", null, null)]
    [InlineData("340 orders", "340 orders", null, null)]
    [InlineData("\"pay\" is grey from 02:50", "\"pay\" is grey", -10, null)]
    public async Task A_time_stands_at_the_end(string typed, string what, int? from, int? until)
    {
        await Room.InAsync(IncidentState.Mitigating);

        await rig.TypeAsync(Some.Ada, $"/incident impact checkout {typed}");

        Assert.Equal(new TimelineEvent.ImpactStated("checkout", what, At(from), At(until)), Room.Timeline[^1].What);
    }

    [Theory]
    [InlineData("340 orders from 1620", "I cannot read '1620' as a time.")]
    [InlineData("340 orders until 02:50 from 02:55", "It cannot have ended at 02:50:00 UTC and begun at 02:55:00 UTC.")]
    [InlineData("340 orders from 2026-11-23 02:50", "02:50:00 UTC has not come yet.")]
    [InlineData("none", "That checkout is not affected takes a reason")]
    [InlineData("from 02:50", "What people notice is empty.")]
    public async Task What_cannot_be_is_refused_and_nothing_is_written(string typed, string answer)
    {
        await Room.InAsync(IncidentState.Mitigating);
        var entries = Room.Timeline.Count;

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, $"/incident impact checkout {typed}"));

        Assert.Equal((entries, 0), (Room.Timeline.Count, Room.Incident.Impacts.Count));
    }

    [Fact]
    public async Task The_last_word_on_a_service_counts_and_keeps_its_times_until_others_are_given()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/incident impact checkout 340 orders from 02:50");
        await rig.TypeAsync(Some.Grace, "/incident impact CHECKOUT 900 orders");
        await rig.TypeAsync(Some.Grace, "/incident impact checkout until 02:58");
        await rig.TypeAsync(Some.Grace, "/incident impact \"log in\" none everybody is logged in");

        Assert.Equal(
            [
                new Impact("checkout", "900 orders", IsStruck: false, At(-10), At(-2), Some.Grace.Id, Some.Night),
                new Impact("log in", "everybody is logged in", IsStruck: true, null, null, Some.Grace.Id, Some.Night),
            ],
            Room.Incident.Impacts);
    }

    [Fact]
    public async Task Service_was_gone_since_then_also_where_the_incident_was_opened_later()
    {
        await Room.InAsync(IncidentState.Resolved);
        var before = Room.Incident.Milestones!.TimeAffected(default);

        // It was repaired at once here, at 03:00.
        await rig.TypeAsync(Some.Ada, "/incident impact INC-1 checkout 340 orders from 02:50");

        Assert.Equal(before + TimeSpan.FromMinutes(10), Room.Incident.Milestones!.TimeAffected(default));
        var summary = await WriteAsync();
        Assert.Equal(Room.Incident.Milestones.TimeAffected(default), summary.Numbers.TimeAffected(default));
        Assert.Contains(
            $": repaired after 10 min, from {Moment.Of(Some.Night.AddMinutes(-10))} to {Moment.Of(Some.Night)}",
            summary.Sentences.First().Text,
            StringComparison.Ordinal);
        Assert.Contains(Room.Timeline[^1].Sequence, summary.Sentences.First().Events);
        Assert.Contains(
            summary.Sentences,
            sentence => sentence.ToString()
                == $"checkout: 340 orders, since {Moment.Of(Some.Night.AddMinutes(-10))} (Ada says so). [e{Room.Timeline.Count}]");
    }

    [Fact]
    public async Task Said_after_the_end_it_makes_a_new_version_of_the_summary()
    {
        await Room.InAsync(IncidentState.Resolved);
        await Room.CarryOutAsync();

        await rig.TypeAsync(Some.Ada, "/incident impact INC-1 checkout 340 orders");
        await rig.TypeAsync(Some.Grace, "/incident cause INC-1 a deployment");
        await Room.CarryOutAsync();

        Assert.StartsWith("INC-1 summary, version 2\nRedis is down (primary): repaired after", Room.LastPost);
        Assert.Contains(
            $"What people noticed\ncheckout: 340 orders (Ada says so). [e{Room.Timeline.Count - 1}]\n"
                + $"Cause\nGrace says: a deployment. [e{Room.Timeline.Count}]\nWritten from",
            Room.LastPost);
    }

    [Fact]
    public async Task A_struck_word_counts_no_more()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/incident impact checkout 340 orders from 02:50");
        var affected = Room.Incident.Milestones!.Affected[0].From;

        await rig.TypeAsync(Some.Grace, $"/incident strike e{Room.Timeline[^1].Sequence} that was the test shop");

        Assert.Equal((At(-10), Some.Night), (affected, Room.Incident.Milestones!.Affected[0].From));
        Assert.Empty(Room.Incident.Impacts);
        Assert.DoesNotContain((await WriteAsync()).Sentences, sentence => sentence.Text.Contains("340 orders", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_began_after_service_was_back_is_another_incident()
    {
        await Room.InAsync(IncidentState.Resolved);
        Room.Time.Advance(TimeSpan.FromMinutes(50));

        Assert.StartsWith("All checks pass since", await rig.TypeAsync(Some.Ada, "/incident impact INC-1 checkout 340 orders from -5min"));
        Assert.Empty(Room.Incident.Impacts);
    }

    [Fact]
    public async Task An_update_says_it_and_what_has_happened_since_the_last_one()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await Room.PassAsync(Room.Policy.LookEvery);
        await rig.TypeAsync(Some.Ada, "/incident impact checkout 340 orders from 02:50");
        await Room.PassAsync(TimeSpan.FromMinutes(15));
        await rig.TypeAsync(Some.Ada, "/incident note the cache is being cleared");
        await Room.PassAsync(TimeSpan.FromMinutes(15));

        Assert.Contains("Impact: checkout: 340 orders, since 02:50:00 UTC (Ada says so).", Room.LastPost);
        Assert.Contains("Since the last update: Ada: the cache is being cleared.", Room.LastPost);
        await Room.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Contains("No material change since the last update.", Room.LastPost);
    }

    private static DateTimeOffset? At(int? minutes) => minutes is { } after ? Some.Night.AddMinutes(after) : null;

    private async Task<Summary> WriteAsync() => new SummaryReport(Some.People).Write(
        Room.Incident, await Room.Store.Incidents.WholeTimelineAsync(Room.Incident.Id, default), [], Room.Time.GetUtcNow());
}
