using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Rounds;

/// <summary>What was read as a problem in an incident is a check of it, whatever was read and by whomever.</summary>
public sealed class WatchedReadTests
{
    private readonly Dictionary<string, FakeRead> reads =
        new[] { "queue.status", "http.check", "redis.replication", "redis.ping" }.ToDictionary(id => id, id => new FakeRead(id));

    private readonly IncidentRoom room;

    public WatchedReadTests() => room = new IncidentRoom(actions: [.. reads.Values]);

    private FakeRead Status => reads["queue.status"];

    /// <summary>A read of what lives on the target, of another target, and of the target beyond what its own checks ask.</summary>
    public static TheoryData<string, string> Problems => new()
    {
        { "queue.status", "primary" },
        { "http.check", "web" },
        { "redis.replication", "primary" },
        { "redis.replication", "sessions" },
        { "redis.ping", "sessions" },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task Left_as_it_is_the_incident_is_not_over_and_repaired_it_is(string action, string target)
    {
        reads[action].Report = new ActionReport("12 of 30 fail", Healthy: false);
        await room.InAsync(Mitigating);
        await ReadAsync(action, target, reads[action].Report);

        await VerifyAsync();
        Assert.Equal(Mitigating, room.Incident.State);
        Assert.Contains(room.Incident.Checks, check => check is { Passed: false, Evidence: "12 of 30 fail" } && check.Name == $"{action} on {target}");

        reads[action].Report = new ActionReport("all is well", Healthy: true);
        await VerifyAsync();
        await room.PassAsync(room.Policy.Soak);
        Assert.Equal(Resolved, room.Incident.State);
    }

    [Theory]
    [InlineData(Gravity.Outage, Gravity.Risk, Resolved)]
    [InlineData(Gravity.Degraded, Gravity.Risk, Resolved)]
    [InlineData(Gravity.Risk, Gravity.Risk, Mitigating)]
    [InlineData(Gravity.Outage, Gravity.Degraded, Mitigating)]
    [InlineData(Gravity.Outage, Gravity.Unread, Mitigating)]
    public async Task A_risk_that_is_left_of_something_worse_does_not_hold_it_up(Gravity before, Gravity left, IncidentState state)
    {
        Status.Report = new ActionReport("no workers", Healthy: false) { Gravity = before };
        await room.InAsync(Mitigating);
        await ReadAsync("queue.status", "primary", Status.Report);
        Status.Report = new ActionReport("a million completed jobs are kept", Healthy: false) { Gravity = left };

        await VerifyAsync();
        await room.PassAsync(room.Policy.Soak);

        Assert.Equal(state, room.Incident.State);
        var check = room.Incident.Checks.Single(check => check.Name == "queue.status on primary");
        Assert.Equal(state is Resolved ? "no outage, and a risk: a million completed jobs are kept" : "a million completed jobs are kept", check.Evidence);
    }

    [Fact]
    public async Task What_goes_wrong_again_during_the_soak_sends_it_back()
    {
        Status.Report = new ActionReport("no workers", Healthy: false);
        await room.InAsync(Mitigating);
        await ReadAsync("queue.status", "primary", Status.Report);
        Status.Report = new ActionReport("healthy", Healthy: true);
        await VerifyAsync();
        Assert.Equal(Monitoring, room.Incident.State);

        Status.Report = new ActionReport("no workers again", Healthy: false);
        await room.PassAsync(room.Policy.SoakCheckEvery);

        Assert.Equal(Mitigating, room.Incident.State);
    }

    [Theory]
    [InlineData("redis.ping", "primary", null)]
    [InlineData("redis.diagnose", "primary", null)]
    [InlineData("queue.status", "primary", "REFUSED")]
    public async Task What_the_targets_own_checks_ask_is_not_asked_beside_them(string action, string target, string? failure)
    {
        await room.InAsync(Mitigating);

        await ReadAsync(action, target, new ActionReport("it does not answer", Healthy: false) { FailureClass = failure });

        Assert.Empty(room.Incident.Watched);
    }

    [Fact]
    public async Task The_same_problem_is_one_check_however_often_it_is_read_and_each_of_a_list_is_one_of_its_own()
    {
        await room.InAsync(Mitigating);
        var list = new ActionReport("2 queues need a look", Healthy: false)
        {
            Troubled =
            [
                new Trouble(StatusOf("mails"), "mails: paused", Gravity.Outage),
                new Trouble(StatusOf("orders"), "orders: a million completed jobs are kept", Gravity.Risk),
            ],
        };

        await ReadAsync("queue.list", "primary", list);
        await ReadAsync("queue.list", "primary", list);
        await room.Desk.RecordFindingAsync(
            Some.Request(Some.Grace),
            room.Incident.Id,
            StatusOf("mails"),
            new ActionReport("mails: paused", Healthy: false),
            default);

        Assert.Equal(
            [
                ("c1", "queue.status mails on primary", "mails: paused", true),
                ("c2", "queue.status orders on primary", "orders: a million completed jobs are kept", false),
            ],
            room.Incident.Watched.Select(watched => (watched.Label, watched.Name, watched.Problem, watched.WasWorseThanRisk)));
    }

    [Fact]
    public async Task A_number_is_not_given_again_after_its_check_was_left_out()
    {
        await room.InAsync(Mitigating);
        await ReadAsync("queue.status", "primary", new ActionReport("no workers", Healthy: false));
        await room.Desk.UnwatchAsync(Some.Request(Some.Ada), 1, 1, "nobody uses it", default);
        await ReadAsync("queue.status", "primary", new ActionReport("no workers", Healthy: false));

        Assert.Equal(2, Assert.Single(room.Incident.Watched).Number);
        Assert.Contains(room.Timeline, entry => entry.Text == "no longer checked: queue.status on primary: nobody uses it");
    }

    [Fact]
    public async Task It_is_looked_at_while_people_work_and_service_counts_as_back_from_the_first_look_that_is_well()
    {
        room.Checks.Results["memory"] = false;
        await room.InAsync(Mitigating);
        await room.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal((false, null), (room.Incident.Standing!.IsWell, room.Incident.Standing.WellSince));

        room.Checks.Results["memory"] = true;
        await room.PassAsync(room.Policy.LookEvery);
        var back = room.Time.GetUtcNow();
        Assert.StartsWith($"INC-1: all 2 checks pass since {PlainText.Render(new Card(Moment.Of(back)))}", room.LastPost);

        await room.PassAsync(TimeSpan.FromMinutes(5));
        await VerifyAsync();
        Assert.Equal((Monitoring, back), (room.Incident.State, room.Incident.MitigatedAt));
    }

    [Fact]
    public async Task A_change_that_nobody_knows_the_end_of_is_waited_for_by_the_verification()
    {
        await room.InAsync(Mitigating);
        await room.Store.CommitAsync(new Changes { Run = Some.Run(room.Incident) with { State = RunState.Unknown } }, default);

        await VerifyAsync();

        Assert.Equal(Mitigating, room.Incident.State);
        Assert.Contains(room.Incident.Checks, check => check is { Name: "R-1", Passed: false });
    }

    private static ActionCall StatusOf(string queue) =>
        new(new ActionId("queue.status"), "primary", new Dictionary<string, string> { ["queue"] = queue });

    private Task<Answer> ReadAsync(string action, string target, ActionReport report) => room.Desk.RecordFindingAsync(
        Some.Request(Some.Ada), room.Incident.Id, new ActionCall(new ActionId(action), target, new Dictionary<string, string>()), report, default);

    private async Task VerifyAsync()
    {
        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);
        await room.CarryOutAsync();
    }
}
