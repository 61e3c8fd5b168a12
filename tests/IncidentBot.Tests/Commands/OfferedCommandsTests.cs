using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>Whatever a card offers, on a button or in its text, is a command that exists.</summary>
public sealed partial class OfferedCommandsTests
{
    private readonly ChatRig rig = new();

    public static TheoryData<IncidentState> IncidentStates => [.. Enum.GetValues<IncidentState>().Where(state => state is not IncidentState.Active)];

    public static TheoryData<RunState> RunStates => [.. Enum.GetValues<RunState>()];

    [Theory]
    [MemberData(nameof(IncidentStates))]
    public async Task On_the_way_to_each_state_of_an_incident(IncidentState state)
    {
        await rig.InAsync(state);
        await rig.TypeAsync(Some.Ada, "/incident override the release cannot wait");
        await rig.TypeAsync(Some.Ada, "/incident approve");
        await rig.TypeAsync(Some.Ada, "/incident status");
        await rig.TypeAsync(Some.Ada, "/incident assess");
        await rig.TypeAsync(Some.Ada, "/help");
        await rig.Room.PassAsync(TimeSpan.FromHours(3));

        AssertKnown([.. Cards, await rig.Room.Cards.DrawAsync(rig.Room.Incident, default)]);
    }

    [Fact]
    public async Task On_an_override_that_waits_and_a_soak_that_has_passed()
    {
        await rig.InAsync(IncidentState.Monitoring);
        await rig.TypeAsync(Some.Ada, "/incident override the release cannot wait");
        var waiting = await rig.Room.Cards.DrawAsync(rig.Room.Incident, default);
        var passed = new IncidentCard(Some.People, rig.Room.Policy)
            .Draw(rig.Room.Incident with { PendingOverride = null, SoakPassed = true }, [], Some.Night);

        Assert.Contains(waiting.Buttons, button => button.Label == "Approve override");
        Assert.Contains(passed.Buttons, button => button.Label == "Resolve");
        AssertKnown([waiting, passed]);
    }

    [Theory]
    [MemberData(nameof(RunStates))]
    public void In_each_state_of_a_run(RunState state)
    {
        var run = Some.Run(Some.Incident()) with
        {
            State = state,
            Approval = new Approval(Some.Grace.Id, Some.Night, "x", BreakGlass: true, "alone"),
            Progress = new RunProgress("half", 0.5),
            Evidence = ["0 keys left"],
        };

        AssertKnown([new RunCard(Some.People, StepUp.None).Draw(run), new IncidentCard(Some.People, rig.Room.Policy).Draw(Some.Incident(), [run], Some.Night)]);
    }

    [Theory]
    [MemberData(nameof(RunStates))]
    public async Task When_a_run_refuses_what_is_typed_about_it(RunState state)
    {
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");
        var run = await rig.RunAsync() with
        {
            State = state,
            Lease = new RunLease("gone", Some.Night.AddMinutes(-1)),
            Approval = new Approval(Some.Grace.Id, Some.Night, "x", BreakGlass: false, null),
        };
        await rig.Store.CommitAsync(new Storage.Changes { Run = run }, default);

        foreach (var text in new[]
        {
            "/approve R-1 00000000", "/reject R-1", "/run cancel R-1", "/run check R-1", "/run settle R-1 worked it ended",
            "/run break-glass R-1 web alone", "/run review R-1 fine", "/run list",
        })
        {
            await rig.TypeAsync(Some.Olga, text);
            await rig.TypeAsync(Some.Grace, text);
        }

        AssertKnown(Cards);
    }

    [Fact]
    public async Task When_a_run_is_found_abandoned()
    {
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");
        await rig.Store.CommitAsync(
            new Storage.Changes { Run = await rig.RunAsync() with { State = RunState.Running, Lease = new RunLease("gone", Some.Night.AddMinutes(-1)) } },
            default);

        var abandoned = new AbandonedRuns(rig.Store.Runs, rig.Store, rig.Room.Time);
        for (var look = 0; look <= AbandonedRuns.Looks; look++)
        {
            await abandoned.SweepAsync(default);
        }

        Assert.Contains(Cards, card => card.Buttons.Any(button => button.Command == "/run check R-1"));
        AssertKnown(Cards);
    }

    [Theory]
    [InlineData("redis.slow", "/redis ping on primary")]
    [InlineData("redis.ping", "")]
    [InlineData("queue.slow", "")]
    public async Task When_a_read_did_not_end_in_time(string id, string suggested)
    {
        var slow = new HangingRead(id);
        var catalogue = new ActionCatalogue(id == "redis.ping" ? [slow] : [slow, rig.Ping]);
        var reads = new AuditedReader(catalogue, rig.Store, new Redactor([]), rig.Room.Time);

        var report = await reads.ReadAsync(new ActionCall(slow.Definition.Id, "primary", new Dictionary<string, string>()), null, default);

        Assert.Equal("TIMEOUT", report.FailureClass);
        Assert.Equal(suggested, string.Join('|', report.Next.Select(next => next.Command)));
        Assert.All(report.Next, next => AssertKnown(next.Command));
    }

    private IEnumerable<Card> Cards => rig.Room.Replies.Concat(rig.Room.Posts);

    private void AssertKnown(IEnumerable<Card> cards)
    {
        var offered = cards.SelectMany(card => card.Buttons.Select(button => button.Command)
            .Concat(Typed().Matches(PlainText.Render(card)).Select(match => match.Value))).Distinct().ToList();

        Assert.NotEmpty(offered);
        Assert.All(offered, AssertKnown);
    }

    private void AssertKnown(string command)
    {
        var found = Assert.IsType<CommandReading.Found>(rig.Reader.Read(command));

        // A verb of /run that does not exist would be taken for the name of an action.
        Assert.True(found.Command.Name != "/run" || found.Words[0].Contains('.', StringComparison.Ordinal), $"{command} is no command.");
    }

    /// <summary>A command in a sentence: <c>/incident ack INC-1</c>, <c>/approve R-1 7c1e2d49</c>.</summary>
    [GeneratedRegex("(?<![A-Za-z0-9])/(?:(?:incident|runbook|run|redis) [a-z-]+|approve|reject|help)")]
    private static partial Regex Typed();

    private sealed class HangingRead(string id) : IObserveAction
    {
        public ActionDefinition Definition { get; } = new(new ActionId(id), Risk.Observe, "Never ends") { TimeLimit = TimeSpan.Zero };

        public async Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
        {
            await Task.Delay(Timeout.Infinite, ct);
            return new ActionReport("never", Healthy: true);
        }
    }
}
