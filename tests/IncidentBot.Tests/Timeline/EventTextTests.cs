using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using static IncidentBot.Timeline.TimelineEvent;

namespace IncidentBot.Tests.Timeline;

/// <summary>What people read in a timeline. It is stored, so a change here splits old timelines from new ones.</summary>
public sealed class EventTextTests
{
    private static readonly CheckResult Ping = new("ping", true, "PONG", Some.Night);
    private static readonly CheckResult Memory = new("memory", false, "98 %", Some.Night);

    public static TheoryData<TimelineEvent, string> Events => new()
    {
        { new Opened(Severity.P1, "Redis is down", "primary"), "opened as P1: Redis is down (primary)" },
        { new Opened(Severity.P2, "Failover", "primary") { Of = IncidentKind.Drill, IsPrivate = true }, "opened as P2 drill, private: Failover (primary)" },
        { new Acknowledged(), "acknowledged it" },
        { new Acknowledged(ByStep: true), "acknowledged it by taking a step" },
        { new Moved(IncidentState.Monitoring, IncidentState.Mitigating, "memory failed."), "memory failed." },
        { new Found(FoundBy.Assessment, "/redis diagnose on primary", "It is full.", false), "It is full." },
        { new Found(FoundBy.LateRead, "/redis big-keys on primary", "None.", true), "/redis big-keys on primary: None." },
        { new Found(FoundBy.Person, "/redis ping on primary", "PONG", true), "/redis ping on primary: PONG" },
        { new Found(FoundBy.Person, "/redis ping on primary", "PONG", true) { Step = 2 }, "step 2 /redis ping on primary: PONG" },
        { new Checked(CheckedAt.Verification, [Ping, Memory]), "1 of 2 checks pass: ping passes (PONG); memory FAILS (98 %)" },
        { new Checked(CheckedAt.Verification, []), "no checks are defined for this target" },
        { new Checked(CheckedAt.SoakPassed, [Ping]) { Soak = TimeSpan.FromMinutes(30) },
            "The checks kept passing for 30 min. 1 of 1 checks pass: ping passes (PONG)" },
        { new Checked(CheckedAt.SoakOver, [Memory]), "The soak is over, but 0 of 1 checks pass: memory FAILS (98 %)." },
        { new RunMoved(default, 12, RunState.Running, "started"), "R-12 started" },
        { new RunMoved(default, 12, RunState.Approved, "approved by Grace") { Step = 7 }, "R-12 (step 7) approved by Grace" },
        { new RunbookStarted("redis-recovery", "Redis recovery", "0123456789abcdef", "Named."), "follows the runbook redis-recovery, text 01234567. Named." },
        { new StepDone(6, StepState.Done, "Tell them.", "they know"), "step 6 done: Tell them. they know" },
        { new StepDone(6, StepState.Skipped, "Tell them.", "at night"), "step 6 skipped: Tell them. at night" },
        { new StepDone(6, StepState.Done, "Tell them.", ""), "step 6 done: Tell them" },
        { new StepDone(6, StepState.NothingToDo, "/redis kill-idle on primary", "no client is idle"),
            "step 6 /redis kill-idle on primary had nothing to do: no client is idle" },
        { new StatusUpdated("it is back"), "status update: it is back" },
        { new StatusUpdated("no material change") { Impact = "no impact is known", Next = Some.Night, ByBot = true }, "status update: no material change" },
        { new UpdatesSnoozed(Some.Night, "the provider is at it"), $"snoozes updates until {Moment.Of(Some.Night)}: the provider is at it" },
        { new UpdatesSnoozed(null, ""), "no longer snoozes updates" },
        { new Noted("looking"), "looking" },
        { new Learned(LearnedKind.Learned, "ask twice"), "learned: ask twice" },
        { new Learned(LearnedKind.WentWell, "the alert"), "went well: the alert" },
        { new Learned(LearnedKind.WentBadly, "the phone"), "went badly: the phone" },
        { new Learned(LearnedKind.Lucky, "it was night"), "was luck: it was night" },
        { new Changed(IncidentField.Severity, "P0", "P1"), "severity P0 → P1" },
        { new Changed(IncidentField.Assignee, null, "Ada"), "assigned to Ada" },
        { new Changed(IncidentField.Scribe, "Ada", "Grace"), "Scribe is Grace" },
        { Override(OverrideStep.Asked), "asked to go on to Resolved without a clean soak: release" },
        { Override(OverrideStep.Approved), "approved going on to Resolved without a clean soak, as Ada asked: release" },
        { Override(OverrideStep.Rejected), "rejected the override that Ada asked for" },
        { new Escalated(1, TimeSpan.FromMinutes(5)), "nobody had acknowledged it after 5 min" },
        { new RoomMoved(RoomStay.Begun, "#inc-7", null), "handled in #inc-7 from here on" },
        { new RoomMoved(RoomStay.Ended, "#inc-7", null), "#inc-7 was archived" },
        { new RoomMoved(RoomStay.Ended, "#inc-7", "was archived by hand."), "#inc-7 was archived by hand." },
        { new Corrected(7, "it was the other queue", null, null), "corrected e7: it was the other queue" },
        { new Corrected(7, null, Some.Night, null), $"corrected e7: it was at {Moment.Of(Some.Night)}" },
        { new Corrected(7, null, Some.Night, "the alert said so"), $"corrected e7: it was at {Moment.Of(Some.Night)}, the alert said so" },
        { new Struck(7, "wrong channel"), "struck e7: wrong channel" },
        { new Looked(Well: true, [Ping]), "1 of 1 checks pass, without a verification yet" },
        { new Looked(Well: false, [Ping, Memory]), "not well any more: memory: 98 %" },
        { new CauseStated("a deployment filled it"), "says why: a deployment filled it" },
        { new ImpactStated("checkout", "340 orders", null, null), "says of checkout: 340 orders" },
        {
            new ImpactStated("checkout", "340 orders", Some.Night, Some.Night.AddMinutes(7)),
            $"says of checkout: 340 orders, from {Moment.Of(Some.Night)} to {Moment.Of(Some.Night.AddMinutes(7))}"
        },
        { new ImpactStruck("sessions", "everybody is logged in"), "says that sessions is not affected: everybody is logged in" },
        { new ImpactBegan(Some.Night), $"says that impact began at {Moment.Of(Some.Night)}" },
        {
            new DrillEnded("memory-cache", TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(3), null),
            "ended the rehearsal of memory-cache: right cause after 2 s, service back after 3 min, verified never"
        },
        { new HandedOver(Some.Ada.Id, "Ada", Some.Grace.Id, "Grace", IsTaken: false), "hands it over to Grace, who has not taken it yet" },
        { new HandedOver(Some.Ada.Id, "Ada", Some.Grace.Id, "Grace", IsTaken: true), "has taken it over from Ada" },
        { new UpdateAsked("is checkout back?"), "asks for an update: is checkout back?" },
        { new UpdateAsked(""), "asks for an update" },
        {
            new TaskGiven(1, "write the limit into redis.conf.", Some.Grace.Id, "Grace", Some.Night),
            $"gives a task: t1 write the limit into redis.conf (Grace, by {Moment.Of(Some.Night)})"
        },
        { new TaskGiven(2, "write it down", null, null, null), "gives a task: t2 write it down (nobody has it)" },
        { new TaskEnded(1, "write it down", IsDone: true, ""), "has done t1 write it down" },
        { new TaskEnded(1, "write it down", IsDone: true, "it was there"), "has done t1 write it down: it was there" },
        { new TaskEnded(1, "write it down", IsDone: false, "the server is gone"), "drops t1 write it down: the server is gone" },
        {
            new AlertsChanged(new AlertNews { Began = ["RedisDown (a)"], BeganInAll = 1 }, 1, 0, 0),
            "1 alert began to fire: RedisDown (a); 1 fires"
        },
        {
            new AlertsChanged(new AlertNews { Began = ["A", "B"], BeganInAll = 1200, Ended = ["C"], EndedInAll = 1 }, 1300, 1, 40),
            "1,200 alerts began to fire: A, B and 1,198 more; 1 alert resolved: C; 1,300 fire, and the sender left out 40 more"
        },
        {
            new AlertsChanged(new AlertNews { Ended = ["C"], EndedInAll = 1 }, 0, 1, 0) { Why = "Prometheus says so" },
            "1 alert resolved: C; none fires; Prometheus says so"
        },
        { new AlertsSeen(200), "has seen the 200 alerts that fire" },
        { new AlertsSeen(1), "has seen the alert that fires" },
        { new Unwatched("queue.status mails on primary", "it is dead"), "no longer checked: queue.status mails on primary: it is dead" },
        { new Invited(Some.Grace.Id, "Grace"), "lets Grace see it" },
        { new Bridged(new ChannelRef("slack", "T1", "C1"), Ended: false), "live in slack:T1:C1 as well" },
        { new Bridged(new ChannelRef("slack", "T1", "C1"), Ended: true), "no longer live in slack:T1:C1" },
    };

    [Theory, MemberData(nameof(Events), DisableDiscoveryEnumeration = true)]
    public void An_event_reads_as_it_always_did(TimelineEvent what, string text) =>
        Assert.Equal(text, TimelineEntry.Of(default, Some.Night, null, what).Text);

    [Fact]
    public void No_event_is_without_words() => Assert.Equal(
        typeof(TimelineEvent).GetNestedTypes().Where(type => type != typeof(Said)).Select(type => type.Name).Order(),
        Events.Select(row => row.Data.Item1.GetType().Name).Distinct().Order());

    private static Overridden Override(OverrideStep how) => new(how, IncidentState.Resolved, "release", "1a2b3c4d", Some.Ada.Id, "Ada");
}
