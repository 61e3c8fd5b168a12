using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage.Queries;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Reporting;

/// <summary>The cards of <c>/incident list</c> and <c>/incident timeline</c>.</summary>
public sealed class ListCardTests
{
    private readonly IncidentRoom room = new();

    [Fact]
    public async Task Open_incidents_are_one_line_each_newest_first()
    {
        await room.InAsync(IncidentState.Declared);
        await room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P2, "Search is slow", "sessions", default);
        await room.Desk.AssignAsync(Some.Request(Some.Ada), 2, Some.Grace, default);
        room.Time.Advance(TimeSpan.FromMinutes(3));

        await ListAsync(openOnly: true);

        Assert.Equal(
            """
            2 open incidents
            INC-2 P2  DECLARED  3 min  Search is slow (sessions), Grace
            INC-1 P0  DECLARED  3 min  Redis is down (primary), nobody has acknowledged it
            """.ReplaceLineEndings("\n"),
            room.LastReply);
    }

    [Fact]
    public async Task When_nothing_is_open_the_list_says_so()
    {
        await room.InAsync(IncidentState.Closed);

        await ListAsync(openOnly: true);
        Assert.StartsWith("No open incident.", room.LastReply);

        await ListAsync(openOnly: false);
        Assert.StartsWith("0 open incidents\nINC-1 P0  CLOSED", room.LastReply);
    }

    [Fact]
    public async Task The_timeline_names_events_as_summaries_cite_them()
    {
        await room.InAsync(IncidentState.Mitigating);

        await room.Desk.TimelineAsync(Some.Request(Some.Olga), 1, null, default);

        Assert.Equal(
            """
            INC-1 timeline
            e1  03:00:00 UTC Ada: opened as P0: Redis is down (primary)
            e2  03:00:00 UTC bot: Declared → Assessing. The bot has read the target.
            e3  03:00:00 UTC bot: Redis ran out of memory: 512 of 512 MB
            e4  03:00:00 UTC Ada: acknowledged it
            e5  03:00:00 UTC Ada: Assessing → Mitigating.
            5 events.
            """.ReplaceLineEndings("\n"),
            room.LastReply);
    }

    [Fact]
    public async Task A_long_timeline_shows_its_end()
    {
        await room.InAsync(IncidentState.Declared);
        for (var note = 1; note <= 30; note++)
        {
            await room.Desk.NoteAsync(Some.Request(Some.Ada), 1, $"note {note}", default);
        }

        await room.Desk.TimelineAsync(Some.Request(Some.Olga), 1, null, default);

        Assert.Contains("e31", room.LastReply);
        Assert.DoesNotContain("e11 ", room.LastReply);
        Assert.EndsWith("\nEvents e12 to e31; there are earlier ones.\n[Earlier]", room.LastReply);
        Assert.Equal("/incident timeline INC-1 before=e12", Assert.Single(room.Replies.Last().Buttons).Command);

        await room.Desk.TimelineAsync(Some.Request(Some.Olga), 1, before: 12, default);

        Assert.StartsWith("INC-1 timeline\ne1  ", room.LastReply);
        Assert.EndsWith("note 10\n11 events.", room.LastReply);
        Assert.Empty(room.Replies.Last().Buttons);
    }

    private Task<Answer> ListAsync(bool openOnly) =>
        room.Desk.ListAsync(Some.Request(Some.Olga), new IncidentQuery(Reader.Of(Some.Olga)) { OpenOnly = openOnly }, openOnly ? "" : "all", default);
}
