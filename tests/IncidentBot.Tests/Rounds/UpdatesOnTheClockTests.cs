using System.Globalization;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Tests.Rounds;

/// <summary>A P0 of two hours, post by post: promises, nags, a snooze, a question and a handover, over a restart and on two replicas.</summary>
public sealed class UpdatesOnTheClockTests(ITestOutputHelper output)
{
    [Fact]
    public async Task This_is_said_and_nothing_else_and_nothing_after_the_end()
    {
        var heard = await PlayedAsync();

        output.WriteLine(string.Join('\n', heard.Lines));
        Assert.Equal(
            [
                "03:00 ops: INC-1 finding: Redis ran out of memory: 512 of 512 MB",
                "03:00 ops: Ada acknowledged INC-1",
                "03:00 ops: INC-1: Assessing → Mitigating, by Ada",
                "03:15 ops: INC-1 P0 still Mitigating, 15 min",
                "03:30 ops: INC-1 P0 still Mitigating, 30 min",
                "03:30 ada: INC-1 P0: the last 2 updates came from the bot alone",
                "03:38 ops: INC-1: Olga asks for an update: is checkout back?",
                "03:38 ada: INC-1: Olga asks for an update: is checkout back?",
                "03:40 ops: INC-1 status update by Ada",
                "03:40 olga: INC-1 status update by Ada",
                "03:40 ops: INC-1: Ada snoozes updates until 04:10:00 UTC: the provider is working on it",
                "04:00 ops: INC-1 P0: Ada hands it over to Grace",
                "04:00 grace: INC-1 P0: Ada hands it over to Grace",
                "04:02 ops: INC-1: Grace has taken it over from Ada",
                "04:02 ada: INC-1: Grace has taken it over from Ada",
                "04:10 ops: INC-1 P0 still Mitigating, 1 h 10 min",
                "04:25 ops: INC-1 P0 still Mitigating, 1 h 25 min",
                "04:25 grace: INC-1 P0: the last 2 updates came from the bot alone",
                "04:25 ops: INC-1: all 2 checks pass since 04:25:30 UTC",
                "04:30 ops: INC-1: Verifying → Monitoring",
                "04:40 ops: INC-1 P0 still Monitoring, 1 h 40 min",
                "04:40 ada: INC-1 P0: the last 3 updates came from the bot alone",
                "04:55 ops: INC-1 P0 still Monitoring, 1 h 55 min",
                "05:00 ops: INC-1: Monitoring → Resolved",
                "05:00 ops: INC-1 summary",
            ],
            heard.Lines);
    }

    /// <summary>Counted from what happened, not from how it reads.</summary>
    [Fact]
    public async Task The_channel_gets_the_card_a_post_for_each_change_the_promised_updates_and_what_people_do()
    {
        var heard = await PlayedAsync();
        var room = heard.Room;
        var posts = room.Store.Said.OfType<Outgoing.Post>().Count(post => post.In == Some.Channel);
        var cards = room.Store.Said.OfType<Outgoing.Refresh>().Where(refresh => refresh.In == Some.Channel).Select(refresh => refresh.Subject).Distinct();

        var steps = room.Timeline.Count(entry => entry.What is TimelineEvent.Moved { To: not IncidentState.Verifying });
        var turns = room.Timeline.Count(entry => entry.What is TimelineEvent.Looked);
        var promised = room.Timeline.Count(entry => entry.What is TimelineEvent.StatusUpdated { ByBot: true });
        var people = room.Timeline.Count(entry => entry.By is not null && entry.What is not (TimelineEvent.Moved or TimelineEvent.Opened));

        (string What, int Count)[] table =
        [
            ("the living card, kept up to date", cards.Count()),
            ("a step, as a message or as the finding that begins it", steps),
            ("the checks pass, or do not any more", turns),
            ("an update that was promised, by the bot", promised),
            ("what people said and took on", people),
            ("the summary at the end", 1),
        ];
        foreach (var (what, count) in table)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,3}  {what}"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{posts + cards.Count(),3}  in all, in {Duration.Words(TimeSpan.FromHours(2))}"));
        Assert.Equal(posts + cards.Count(), table.Sum(row => row.Count));
        Assert.Equal([1, 4, 1, 6, 6, 1], table.Select(row => row.Count));
    }

    private static async Task<HeardOnTheClock> PlayedAsync()
    {
        var heard = new HeardOnTheClock(new IncidentRoom());
        heard.CheckPasses(false);
        await heard.DoAsync(room => room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P0, "Redis is down", null, default));
        await heard.DoAsync(room => room.Desk.AcknowledgeAsync(Some.Request(Some.Ada), 1, default));
        await heard.DoAsync(room => room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, null, default));
        await heard.UntilAsync(33);
        heard.Restart(count: 2);
        await heard.UntilAsync(38);
        await heard.DoAsync(room => room.Desk.AskUpdateAsync(Some.Request(Some.Olga), 1, "is checkout back?", default));
        await heard.UntilAsync(40);
        await heard.DoAsync(room => room.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "publishing is back", default));
        await heard.DoAsync(room => room.Desk.SnoozeUpdatesAsync(
            Some.Request(Some.Ada), 1, Deadline.Read(["30m"])!, "the provider is working on it", default));
        await heard.UntilAsync(60);
        heard.Restart(count: 1);
        await heard.DoAsync(room => room.Desk.HandoverAsync(Some.Request(Some.Ada), 1, Some.Grace, default));
        await heard.UntilAsync(62);
        await heard.DoAsync(room => room.Desk.TakeOverAsync(Some.Request(Some.Grace), 1, default));
        await heard.UntilAsync(69);
        heard.Restart(count: 2);
        await heard.UntilAsync(85);
        heard.CheckPasses(true);
        await heard.UntilAsync(90);
        await heard.DoAsync(room => room.Desk.VerifyAsync(Some.Request(Some.Grace), 1, default));
        await heard.UntilAsync(120);
        Assert.Equal(IncidentState.Resolved, heard.Room.Incident.State);

        await heard.UntilAsync(600);
        Assert.DoesNotContain(heard.Room.Store.Schedule.Waiting, left => left.Kind == AppointmentKind.StatusUpdate);
        return heard;
    }
}
