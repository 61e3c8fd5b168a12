using System.Text.Json;
using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Server.Tests.Storage;

public sealed class StoredEntryTests
{
    private static readonly RunId Run = new(Guid.Parse("019aaa00-0000-7000-8000-000000000002"));

    /// <summary>The names in JSON are in every store there is: a change here is a migration.</summary>
    public static TheoryData<TimelineEvent, string> Events => new()
    {
        { new TimelineEvent.Opened(Severity.P0, "Redis is down", "primary"),
            """{"$type":"opened","severity":"P0","title":"Redis is down","target":"primary","of":"Real","isPrivate":false}""" },
        { new TimelineEvent.Acknowledged(ByStep: true), """{"$type":"acknowledged","byStep":true}""" },
        { new TimelineEvent.Moved(IncidentState.Resolved, IncidentState.Assessing, "again"),
            """{"$type":"moved","from":"Resolved","to":"Assessing","why":"again","byOverride":false}""" },
        {
            new TimelineEvent.Found(FoundBy.Person, "/redis ping on primary", "REFUSED", false)
            {
                Step = 3,
                FailureClass = "REFUSED",
                Reads = ["/redis ping on primary"],
                NotSeen = [new Unseen("/redis ping on primary", "INFO is refused") { InPart = true }],
            },
            """{"$type":"found","way":"Person","call":"/redis ping on primary","answer":"REFUSED","healthy":false"""
                + ""","step":3,"failureClass":"REFUSED","readings":[],"reads":["/redis ping on primary"]"""
                + ""","notSeen":[{"call":"/redis ping on primary","why":"INFO is refused","inPart":true}]}"""
        },
        {
            new TimelineEvent.Checked(CheckedAt.SoakPassed, []) { Soak = TimeSpan.FromMinutes(30) },
            """{"$type":"checked","when":"SoakPassed","results":[],"soak":"00:30:00"}"""
        },
        {
            new TimelineEvent.RunMoved(Run, 12, RunState.Approved, "approved by Grace") { Step = 7 },
            """{"$type":"run","run":"019aaa00-0000-7000-8000-000000000002","number":12,"state":"Approved","what":"approved by Grace","step":7}"""
        },
        {
            new TimelineEvent.RunbookStarted("redis-recovery", "Redis recovery", "0123456789abcdef", "Named."),
            """{"$type":"runbook","id":"redis-recovery","title":"Redis recovery","hash":"0123456789abcdef","why":"Named."}"""
        },
        {
            new TimelineEvent.StepDone(8, StepState.Skipped, "Tell the people.", "they know"),
            """{"$type":"step","step":8,"how":"Skipped","task":"Tell the people.","result":"they know"}"""
        },
        {
            new TimelineEvent.StatusUpdated("it is back") { Impact = "none", Next = Some.Now, Promised = Some.Now, ByBot = true },
            """{"$type":"update","update":"it is back","impact":"none","next":"2025-11-22T10:15:00+00:00"""
                + "\",\"promised\":\"2025-11-22T10:15:00+00:00\",\"byBot\":true}"
        },
        {
            new TimelineEvent.UpdatesSnoozed(Some.Now, "the provider is at it"),
            """{"$type":"snooze-updates","until":"2025-11-22T10:15:00+00:00","reason":"the provider is at it"}"""
        },
        { new TimelineEvent.Learned(LearnedKind.WentWell, "x"), """{"$type":"learned","how":"WentWell","text":"x"}""" },
        { new TimelineEvent.Noted("x"), """{"$type":"note","note":"x"}""" },
        { new TimelineEvent.Changed(IncidentField.Assignee, null, "Ada"), """{"$type":"changed","field":"Assignee","to":"Ada"}""" },
        {
            new TimelineEvent.Overridden(OverrideStep.Approved, IncidentState.Resolved, "release", "1a2b3c4d", Some.Ada, "Ada"),
            """{"$type":"override","how":"Approved","leadsTo":"Resolved","reason":"release","code":"1a2b3c4d","askedBy":"ada","askedByName":"Ada","""
                + "\"despiteAlerts\":false}"
        },
        { new TimelineEvent.Escalated(2, TimeSpan.FromMinutes(15)), """{"$type":"escalated","times":2,"waited":"00:15:00"}""" },
        { new TimelineEvent.RoomMoved(RoomStay.Begun, "#inc-7", null), """{"$type":"room","how":"Begun","room":"#inc-7"}""" },
        {
            new TimelineEvent.Corrected(7, "it was the other queue", Some.Now, "misread"),
            """{"$type":"corrected","entry":7,"text":"it was the other queue","at":"2025-11-22T10:15:00+00:00","reason":"misread"}"""
        },
        { new TimelineEvent.Looked(Well: true, []), """{"$type":"looked","well":true,"results":[]}""" },
        { new TimelineEvent.CauseStated("a deployment"), """{"$type":"cause","cause":"a deployment"}""" },
        {
            new TimelineEvent.ImpactStated("checkout", "340 orders", Some.Now, null),
            """{"$type":"impact","service":"checkout","impact":"340 orders","from":"2025-11-22T10:15:00+00:00"}"""
        },
        { new TimelineEvent.ImpactStruck("sessions", "well"), """{"$type":"no-impact","service":"sessions","reason":"well"}""" },
        {
            new TimelineEvent.DrillEnded("memory-cache", TimeSpan.FromSeconds(2), null, null),
            """{"$type":"drill-ended","of":"memory-cache","toCause":"00:00:02"}"""
        },
        {
            new TimelineEvent.HandedOver(Some.Ada, "Ada", Some.Ada, "Ada", IsTaken: true),
            """{"$type":"handover","from":"ada","fromName":"Ada","to":"ada","toName":"Ada","isTaken":true}"""
        },
        { new TimelineEvent.UpdateAsked("is it back?"), """{"$type":"ask-update","question":"is it back?"}""" },
        {
            new TimelineEvent.TaskGiven(1, "write it down", Some.Ada, "Ada", Some.Now),
            """{"$type":"task","number":1,"task":"write it down","owner":"ada","ownerName":"Ada","due":"2025-11-22T10:15:00+00:00"}"""
        },
        {
            new TimelineEvent.TaskEnded(1, "write it down", IsDone: true, ""),
            """{"$type":"task-ended","number":1,"task":"write it down","isDone":true,"why":""}"""
        },
        {
            new TimelineEvent.AlertsChanged(new AlertNews { Began = ["A"], BeganInAll = 1, Ended = ["B"], EndedInAll = 2, Higher = Severity.P0 }, 1, 2, 3),
            """{"$type":"alerts","news":{"began":["A"],"beganInAll":1,"ended":["B"],"endedInAll":2,"higher":"P0"},"firing":1,"resolved":2,"truncated":3}"""
        },
        { new TimelineEvent.ImpactBegan(Some.Now), """{"$type":"impact-began","began":"2025-11-22T10:15:00+00:00"}""" },
        { new TimelineEvent.AlertsSeen(200), """{"$type":"alerts-seen","firing":200}""" },
        {
            new TimelineEvent.Unwatched("queue.status mails on primary", "it is dead"),
            """{"$type":"unwatched","check":"queue.status mails on primary","reason":"it is dead"}"""
        },
        { new TimelineEvent.Invited(Some.Ada, "Ada"), """{"$type":"invited","who":"ada","name":"Ada"}""" },
        { new TimelineEvent.Struck(7, "wrong channel"), """{"$type":"struck","entry":7,"reason":"wrong channel"}""" },
        {
            new TimelineEvent.Bridged(new ChannelRef("slack", "T1", "C1"), Ended: true),
            """{"$type":"bridge","channel":{"platform":"slack","workspace":"T1","channelId":"C1"},"ended":true}"""
        },
    };

    [Theory, MemberData(nameof(Events), DisableDiscoveryEnumeration = true)]
    public void Every_event_has_its_name_in_the_store_and_comes_back(TimelineEvent what, string json)
    {
        var stored = StoredEntry.Of(TimelineEntry.Of(default, Some.Now, Some.Ada, what));

        using var row = JsonDocument.Parse(stored.Text);
        Assert.Equal(json, row.RootElement.GetProperty("what").GetRawText());
        Assert.Equal(what.Kind.ToString(), row.RootElement.GetProperty("kind").GetString());
        Assert.Equal(stored.Text, StoredEntry.Of(StoredEntry.Read(stored.Text)).Text);
    }

    [Fact]
    public void No_event_is_without_an_example() => Assert.Equal(
        typeof(TimelineEvent).GetNestedTypes().Where(type => type != typeof(TimelineEvent.Said)).Select(type => type.Name).Order(),
        Events.Select(row => row.Data.Item1.GetType().Name).Order());

    [Theory]
    [InlineData("Transition", "it is back", "\"from\":\"Resolved\",\"to\":\"Assessing\",", IncidentState.Resolved, IncidentState.Assessing, null, false)]
    [InlineData("Run", "R-12 (step 3) started", "", null, null, "R-12", false)]
    [InlineData("Run", "stopped", "", null, null, null, false)]
    [InlineData("Note", "R-1 follows the runbook x", "", null, null, null, false)]
    [InlineData("Runbook", "follows the runbook redis-recovery, text 0123abcd. Named.", "", null, null, null, true)]
    [InlineData("Runbook", "step 2 done: look", "", null, null, null, false)]
    public void A_row_from_before_says_what_it_said(
        string kind,
        string text,
        string moved,
        IncidentState? from,
        IncidentState? to,
        string? run,
        bool startsRunbook)
    {
        var row =
            $$"""
              {"incident":"019aaa00-0000-7000-8000-000000000001","sequence":4,"at":"2025-11-22T10:15:00+00:00","by":"ada",
              "kind":"{{kind}}",{{moved}}"text":"{{text}}"}
              """;

        var entry = StoredEntry.Read(row);

        Assert.Equal((kind, from, to, text, 4), (entry.Kind.ToString(), entry.From, entry.To, entry.Text, entry.Sequence));
        var said = Assert.IsType<TimelineEvent.Said>(entry.What);
        Assert.Equal((run, startsRunbook), (said.Run, said.StartsRunbook));
    }
}
