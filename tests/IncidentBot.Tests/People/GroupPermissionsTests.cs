using IncidentBot.People;
using IncidentBot.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Tests.People;

public sealed class GroupPermissionsTests
{
    private static readonly Account Olga = new("local", "demo", "olga");

    private readonly FakeGroup group = new();
    private readonly FakeTimeProvider time = new(Some.Night);
    private readonly GroupPermissions permissions;

    public GroupPermissionsTests() => permissions = new GroupPermissions([group.Group], [group], time, NullLogger<GroupPermissions>.Instance);

    [Fact]
    public async Task A_member_may_what_the_group_may_and_nobody_else()
    {
        group.Users.Add("olga");

        Assert.Equal(new GroupStanding(Permissions.Respond | Permissions.Approve, Unread: false), await permissions.OfAsync(Olga, default));
        Assert.Equal(new GroupStanding(Permissions.None, Unread: false), await permissions.OfAsync(Olga with { UserId = "Olga" }, default));
    }

    [Fact]
    public async Task The_same_user_id_in_another_workspace_is_somebody_else_and_the_group_is_not_even_read()
    {
        group.Users.Add("olga");

        Assert.Equal(new GroupStanding(Permissions.None, Unread: false), await permissions.OfAsync(Olga with { Workspace = "other" }, default));
        Assert.Equal(0, group.Asked);
    }

    [Fact]
    public async Task It_is_read_once_in_a_few_minutes_and_who_has_left_has_nothing_after_that()
    {
        group.Users.Add("olga");
        await permissions.OfAsync(Olga, default);
        group.Users.Clear();

        Assert.Equal(Permissions.Respond | Permissions.Approve, (await permissions.OfAsync(Olga, default)).Permissions);
        time.Advance(GroupPermissions.Kept);

        Assert.Equal(Permissions.None, (await permissions.OfAsync(Olga, default)).Permissions);
        Assert.Equal(2, group.Asked);
    }

    [Fact]
    public async Task What_cannot_be_read_anew_gives_nothing_and_is_asked_again_before_long()
    {
        group.Users.Add("olga");
        await permissions.OfAsync(Olga, default);
        group.IsUnreadable = true;
        time.Advance(GroupPermissions.Kept);

        Assert.Equal(new GroupStanding(Permissions.None, Unread: true), await permissions.OfAsync(Olga, default));
        group.IsUnreadable = false;
        Assert.True((await permissions.OfAsync(Olga, default)).Unread);
        time.Advance(GroupPermissions.FaultKept);
        Assert.Equal(new GroupStanding(Permissions.Respond | Permissions.Approve, Unread: false), await permissions.OfAsync(Olga, default));
    }

    [Fact]
    public void A_group_of_a_platform_that_is_not_there_is_a_mistake()
    {
        var mistake = Assert.Throws<ArgumentException>(
            () => new GroupPermissions([group.Group with { Platform = "slack" }], [group], time, NullLogger<GroupPermissions>.Instance));

        Assert.Contains("People:Groups has the group 'slack:demo:on-call'", mistake.Message, StringComparison.Ordinal);
    }
}
