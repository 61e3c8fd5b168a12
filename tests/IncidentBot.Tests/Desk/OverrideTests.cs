using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Desk;

public sealed class OverrideTests
{
    private readonly IncidentRoom room = new();

    [Fact]
    public async Task A_second_person_lets_an_incident_go_on_although_a_check_fails()
    {
        await FailVerificationAsync();
        await AskAsync("the memory check is wrong");
        Assert.Equal(IncidentTrigger.Monitor, room.Incident.PendingOverride!.Trigger);

        await room.Desk.ApproveOverrideAsync(Some.Request(Some.Grace), 1, Code, default);

        Assert.Equal((Monitoring, null, 2), (room.Incident.State, room.Incident.PendingOverride, room.Incident.Checks.Count));
        Assert.NotNull(room.Incident.SoakUntil);
        Assert.Equal([TimelineKind.Override, TimelineKind.Transition, TimelineKind.Transition], room.Timeline.TakeLast(3).Select(entry => entry.Kind));
        Assert.Equal([AuditKind.Approved, AuditKind.Incident], room.Store.Audit.Entries.TakeLast(2).Select(entry => entry.Kind));
        Assert.Contains("Overridden: the memory check is wrong", room.LastPost);
    }

    [Fact]
    public async Task A_second_person_lets_an_incident_be_resolved_before_the_soak_is_over()
    {
        await room.InAsync(Monitoring);
        await AskAsync("the release has to go out");

        await room.Desk.ApproveOverrideAsync(Some.Request(Some.Grace), 1, Code, default);

        Assert.Equal(Resolved, room.Incident.State);
        Assert.Equal(("INC-1 is Resolved, by override", Tone.Warning), (room.Replies.Last().Title, room.Replies.Last().Tone));
        Assert.Equal(["summary:INC-1"], room.Store.Schedule.Waiting.Select(due => due.Key));
    }

    [Fact]
    public async Task The_requester_cannot_approve_their_own_not_from_another_account_either()
    {
        await FailVerificationAsync();
        await AskAsync("trust me");

        await room.Desk.ApproveOverrideAsync(Some.Request(Some.Ada), 1, Code, default);
        Assert.Contains("takes a second person, from whichever account", room.LastReply);

        await room.Desk.ApproveOverrideAsync(Some.Request(Some.People.Resolve(Some.Ada.Accounts[1], "Somebody"), from: Some.Ada.Accounts[1]), 1, Code, default);
        Assert.Contains("takes a second person, from whichever account", room.LastReply);
        Assert.Contains("Can be approved by Grace.", room.LastReply);
        Assert.Equal((Mitigating, AuditKind.Refused), (room.Incident.State, room.LastAudit.Kind));
    }

    [Fact]
    public async Task Somebody_unlisted_from_elsewhere_is_never_the_second_person_whatever_they_may_do()
    {
        await FailVerificationAsync();
        await AskAsync("trust me");
        var unlisted = Some.Elsewhere with { Permissions = Permissions.Observe | Permissions.Respond | Permissions.Approve };

        await room.Desk.ApproveOverrideAsync(Some.Request(unlisted), 1, Code, default);

        Assert.Equal((Mitigating, AuditKind.Refused), (room.Incident.State, room.LastAudit.Kind));
    }

    [Fact]
    public async Task Approving_needs_the_Approve_permission()
    {
        await FailVerificationAsync();
        await AskAsync("trust me");

        await room.Desk.ApproveOverrideAsync(Some.Request(Some.Grace with { Permissions = Permissions.Observe | Permissions.Respond }), 1, Code, default);

        Assert.Equal((Mitigating, AuditKind.Refused), (room.Incident.State, room.LastAudit.Kind));
    }

    [Fact]
    public async Task An_approval_of_an_earlier_request_approves_nothing()
    {
        await FailVerificationAsync();
        await AskAsync("first");
        var old = Code;
        await room.Desk.RejectOverrideAsync(Some.Request(Some.Grace), 1, old, default);
        await AskAsync("second");

        await room.Desk.ApproveOverrideAsync(Some.Request(Some.Grace), 1, old, default);
        await room.Desk.ApproveOverrideAsync(Some.Request(Some.Grace), 1, null, default);

        Assert.Equal(Mitigating, room.Incident.State);
        Assert.Contains($"/incident approve INC-1 {Code}", room.LastReply);
    }

    [Fact]
    public async Task A_rejection_ends_the_request_and_the_requester_cannot_give_it()
    {
        await FailVerificationAsync();
        await AskAsync("trust me");

        await room.Desk.RejectOverrideAsync(Some.Request(Some.Ada), 1, Code, default);
        Assert.NotNull(room.Incident.PendingOverride);

        await room.Desk.RejectOverrideAsync(Some.Request(Some.Grace), 1, Code, default);
        Assert.Null(room.Incident.PendingOverride);
        Assert.Equal((Mitigating, AuditKind.Rejected), (room.Incident.State, room.LastAudit.Kind));
    }

    [Fact]
    public async Task An_override_takes_a_reason_and_there_is_one_at_a_time()
    {
        await FailVerificationAsync();
        await AskAsync(" ");
        Assert.Null(room.Incident.PendingOverride);

        await AskAsync("one");
        await AskAsync("two");
        Assert.Equal("one", room.Incident.PendingOverride!.Reason);
        Assert.Contains("has asked for one already", room.LastReply);
    }

    [Theory]
    [InlineData(Declared)]
    [InlineData(Assessing)]
    [InlineData(Resolved)]
    public async Task There_is_nothing_to_override_before_a_repair_or_after_the_end(IncidentState state)
    {
        await room.InAsync(state);

        await AskAsync("please");

        Assert.Null(room.Incident.PendingOverride);
        Assert.Contains("there is nothing to override", room.LastReply);
    }

    [Fact]
    public async Task Answering_when_nothing_waits_is_refused()
    {
        await room.InAsync(Mitigating);

        await room.Desk.ApproveOverrideAsync(Some.Request(Some.Grace), 1, "7c1e2d49", default);

        Assert.Contains("No override of INC-1 waits", room.LastReply);
    }

    [Fact]
    public async Task A_step_in_between_ends_the_request()
    {
        await FailVerificationAsync();
        await AskAsync("trust me");
        var code = Code;
        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);

        await room.Desk.ApproveOverrideAsync(Some.Request(Some.Grace), 1, code, default);

        Assert.Equal(Verifying, room.Incident.State);
        Assert.Contains("No override of INC-1 waits", room.LastReply);
    }

    [Fact]
    public async Task The_check_that_was_overridden_does_not_send_it_back_but_another_does()
    {
        await OverrideMemoryAsync();

        await room.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(Monitoring, room.Incident.State);

        room.Checks.Results["ping"] = false;
        await room.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(Mitigating, room.Incident.State);
    }

    [Fact]
    public async Task A_check_that_still_fails_when_the_soak_is_over_is_said_once_and_resolving_takes_another_override()
    {
        await OverrideMemoryAsync();

        await room.PassAsync(TimeSpan.FromMinutes(40));

        Assert.Equal((Monitoring, false), (room.Incident.State, room.Incident.SoakPassed));
        Assert.Single(room.Posts, card => card.Title == "INC-1 cannot be resolved without an override");

        await AskAsync("still wrong");
        await room.Desk.ApproveOverrideAsync(Some.Request(Some.Grace), 1, Code, default);
        Assert.Equal(Resolved, room.Incident.State);
    }

    [Fact]
    public async Task A_check_that_recovers_after_an_override_lets_the_soak_pass()
    {
        await OverrideMemoryAsync();
        room.Checks.Results["memory"] = true;

        await room.PassAsync(TimeSpan.FromMinutes(30));

        Assert.Equal(Resolved, room.Incident.State);
    }

    private string? Code => room.Incident.PendingOverride?.Code;

    private async Task OverrideMemoryAsync()
    {
        await FailVerificationAsync();
        await AskAsync("the memory check is wrong");
        await room.Desk.ApproveOverrideAsync(Some.Request(Some.Grace), 1, Code, default);
        Assert.Equal(Monitoring, room.Incident.State);
    }

    private async Task FailVerificationAsync()
    {
        await room.InAsync(Verifying);
        room.Checks.Results["memory"] = false;
        await room.CarryOutAsync();
        Assert.Equal(Mitigating, room.Incident.State);
    }

    private Task<Answer> AskAsync(string reason) => room.Desk.OverrideAsync(Some.Request(Some.Ada), 1, reason, default);
}
