using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>What <c>Actions/README.md</c> promises to whoever adds a kind of target.</summary>
public sealed class NewKindOfTargetTests
{
    private readonly TinyKind lamps = new();
    private readonly ChatRig rig;

    public NewKindOfTargetTests() => rig = new ChatRig(lamps);

    [Fact]
    public async Task Its_actions_are_typed_by_its_name()
    {
        Assert.Contains("hall is on", await rig.TypeAsync(Some.Ada, "/lamp status"), StringComparison.Ordinal);
        Assert.StartsWith("/lamp switch <to> [on <target>]\nSwitches a lamp", await rig.TypeAsync(Some.Ada, "/help lamp switch"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_planned_confirmed_carried_out_and_read_back()
    {
        Assert.Contains("R-1 is planned", await rig.TypeAsync(Some.Ada, "/lamp switch off"), StringComparison.Ordinal);
        Assert.True(lamps.IsOn);
        var run = (await rig.Store.Runs.FindAsync(1, default))!;
        await rig.TypeAsync(Some.Ada, $"/approve R-1 {run.ShortHash}");

        await ExecuteAsync();

        run = (await rig.Store.Runs.FindAsync(1, default))!;
        Assert.Equal((RunState.Succeeded, false), (run.State, lamps.IsOn));
    }

    [Fact]
    public async Task An_incident_with_it_is_read_by_its_assessment_and_over_only_when_its_checks_pass()
    {
        lamps.IsOn = false;
        await rig.Room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P1, "It is dark", "hall", default);
        await rig.Room.CarryOutAsync();
        Assert.Contains(rig.Room.Posts, card => PlainText.Render(card).Contains("hall is off", StringComparison.Ordinal));

        await rig.Room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, null, default);
        await rig.Room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);
        await rig.Room.CarryOutAsync();
        Assert.Equal(IncidentState.Mitigating, rig.Room.Incident.State);

        lamps.IsOn = true;
        await rig.Room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);
        await rig.Room.CarryOutAsync();
        Assert.Equal(IncidentState.Monitoring, rig.Room.Incident.State);
    }

    [Fact]
    public async Task Where_there_is_none_the_answer_says_where_one_is_added()
    {
        var empty = new ChatRig(new TinyKind { Targets = [] });

        Assert.Contains(
            "No lamp target is configured.\nAdd one to the configuration, under Lamps: the README of lamps says how.",
            await empty.TypeAsync(Some.Ada, "/lamp status"),
            StringComparison.Ordinal);
    }

    private async Task ExecuteAsync()
    {
        var policy = new ExecutionPolicy();
        var redactor = new Redactor([]);
        var executor = new ActionExecutor(
            rig.Room.Actions, new Planner(redactor, policy), redactor, rig.Store, rig.Store.Runs, rig.Room.Lookup,
            rig.Store.Schedule, Some.People, policy, rig.Room.Time, "replica-1");
        while (await rig.Store.Schedule.ClaimAsync(rig.Room.Time.GetUtcNow(), rig.Room.Time.GetUtcNow().AddMinutes(1), default) is { } item)
        {
            await executor.ExecuteAsync(item, default);
        }
    }
}
