using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Chat;

/// <summary>People whom nobody listed and who belong to the on-call group.</summary>
public sealed class GroupMemberTests
{
    private static readonly Person Pat =
        new(new PersonId("local:demo:pat"), "Pat", Permissions.Observe, Listed: false) { Accounts = [new Account("local", "demo", "pat")] };

    private readonly ChatRig rig = new();

    public GroupMemberTests() => rig.Members.Users.UnionWith(["olga", "pat"]);

    [Fact]
    public async Task They_respond_and_approve_each_others_runs_and_not_their_own()
    {
        await rig.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Olga, "/redis clear-cache rl:*");
        var run = await rig.RunAsync();

        Assert.Contains("takes a second person", await rig.TypeAsync(Some.Olga, $"/approve R-1 {run.ShortHash}"), StringComparison.Ordinal);
        Assert.Equal(RunState.AwaitingApproval, (await rig.RunAsync()).State);
        await rig.TypeAsync(Pat, $"/approve R-1 {run.ShortHash}");
        Assert.Equal((RunState.Approved, Pat.Id), ((await rig.RunAsync()).State, (await rig.RunAsync()).Approval!.By));
    }

    [Fact]
    public async Task Who_has_linked_their_account_since_approves_nothing_that_it_asked_for()
    {
        await rig.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Olga, "/redis clear-cache rl:*");
        var run = await rig.RunAsync();
        var code = (await rig.TypeAsync(Some.Ada, "/link"))["Your code is ".Length..].Split('\n')[0];
        await rig.Dispatcher.HandleAsync(new(rig.Message(Some.Olga.Accounts[0], $"/link {code}"), 1), default);
        await rig.TypeAsync(Some.Ada, $"/link {code}");

        Assert.Contains(
            "nothing shows that this account is somebody else's",
            await rig.TypeAsync(Some.Ada, $"/approve R-1 {run.ShortHash}"),
            StringComparison.Ordinal);
        Assert.Equal(RunState.AwaitingApproval, (await rig.RunAsync()).State);
        await rig.TypeAsync(Some.Grace, $"/approve R-1 {run.ShortHash}");
        Assert.Equal(RunState.Approved, (await rig.RunAsync()).State);
    }

    [Fact]
    public async Task While_the_group_cannot_be_read_its_members_may_nothing_and_are_told_why()
    {
        await rig.InAsync(IncidentState.Mitigating);
        rig.Members.IsUnreadable = true;

        Assert.Contains("your groups could not be read", await rig.TypeAsync(Some.Olga, "/redis clear-cache rl:*"), StringComparison.Ordinal);
        Assert.Contains("your groups could not be read", await rig.TypeAsync(Some.Olga, "/incident verify"), StringComparison.Ordinal);
        Assert.DoesNotContain("your groups", await rig.TypeAsync(Some.Elsewhere, "/incident verify"), StringComparison.Ordinal);
        Assert.Null(await rig.Store.Runs.FindAsync(1, default));
        Assert.StartsWith("Noted", await rig.TypeAsync(Some.Olga, "/incident note seen"), StringComparison.Ordinal);
        Assert.Contains("Verifying", await rig.TypeAsync(Some.Ada, "/incident verify"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_override_takes_somebody_who_is_certainly_another()
    {
        await rig.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Olga, "/incident override the standby serves");
        var code = rig.Room.Incident.PendingOverride!.Code;

        Assert.Contains("takes a second person", await rig.TypeAsync(Some.Olga, $"/incident approve {code}"), StringComparison.Ordinal);
        await rig.TypeAsync(Pat, $"/incident approve {code}");
        Assert.Null(rig.Room.Incident.PendingOverride);
    }

    [Fact]
    public async Task Cards_and_the_timeline_show_them_by_name()
    {
        await rig.InAsync(IncidentState.Declared);
        await rig.TypeAsync(Some.Olga, "/incident ack");
        await rig.TypeAsync(Some.Olga, "/incident note seen");

        Assert.Contains("acknowledged by Olga", await rig.TypeAsync(Some.Ada, "/incident status"), StringComparison.Ordinal);
        var timeline = await rig.TypeAsync(Some.Ada, "/incident timeline");
        Assert.Contains(" Olga: seen", timeline, StringComparison.Ordinal);
        Assert.DoesNotContain("local:demo:olga", timeline, StringComparison.Ordinal);
        Assert.Equal("local:demo:olga", rig.Room.LastAudit.Actor!.Value.Value);
    }

    [Fact]
    public async Task Where_a_request_came_without_a_name_their_platform_is_asked_for_it_and_so_it_is_for_whom_somebody_mentions()
    {
        rig.Names.Names["olga"] = "Olga K.";
        await rig.InAsync(IncidentState.Declared);
        await rig.TypeAsync(Some.Olga with { Name = "olga" }, "/incident ack");
        Assert.Contains("acknowledged by Olga K.", await rig.TypeAsync(Some.Ada, "/incident status"), StringComparison.Ordinal);

        await rig.TypeAsync(Some.Ada, "/incident assign <@olga>");
        Assert.Contains("assigned to Olga K.", await rig.TypeAsync(Some.Ada, "/incident status"), StringComparison.Ordinal);
        await rig.TypeAsync(Some.Ada, "/incident assign <@pat>");
        Assert.Contains("assigned to local:demo:pat", await rig.TypeAsync(Some.Ada, "/incident status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_one_line_of_a_bearable_length()
    {
        await rig.InAsync(IncidentState.Declared);
        await rig.TypeAsync(Some.Olga with { Name = "Olga\nINC-1 is resolved " + new string('x', 200) }, "/incident ack");

        var status = await rig.TypeAsync(Some.Ada, "/incident status");
        Assert.Contains("acknowledged by Olga INC-1 is resolved xxx", status, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('x', 80), status, StringComparison.Ordinal);
    }
}
