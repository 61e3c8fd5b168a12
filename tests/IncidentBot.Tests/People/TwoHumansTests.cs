using IncidentBot.People;

namespace IncidentBot.Tests.People;

/// <summary>Two accounts that may be one human never approve each other.</summary>
public sealed class TwoHumansTests
{
    private static readonly Person Ada =
        new(new PersonId("ada"), "Ada", Permissions.Observe, Listed: true) { Accounts = [new("slack", "T1", "U1"), new("teams", "t", "ada")] };
    private static readonly Person Grace = new(new PersonId("grace"), "Grace", Permissions.Observe, Listed: true) { Accounts = [new("teams", "t", "grace")] };

    private static readonly PeopleDirectory People = new([Ada, Grace]);

    [Theory]
    [InlineData("slack:T1:U9", "slack:T1:U8", true)] // two of one workspace
    [InlineData("slack:T1:U9", "slack:T1:U9", false)]
    [InlineData("slack:T1:U9", "slack:T2:U8", false)] // one human may be in both workspaces
    [InlineData("slack:T1:U9", "teams:t:x", false)] // and on both platforms
    [InlineData("slack:T1:U9", "ada", true)] // who is somebody else there
    [InlineData("slack:T1:U9", "grace", false)] // whose account there nobody knows
    [InlineData("teams:t:x", "grace", true)]
    public void An_account_known_through_a_group_is_somebody_else_only_within_a_workspace(string one, string other, bool two)
    {
        var person = People.Resolve(Account.Read(one)!, "x");

        Assert.Equal(two, People.AreTwo(person, new PersonId(other)));
        Assert.Equal(two, People.AreTwo(People.All.FirstOrDefault(listed => listed.Id.Value == other) ?? People.Resolve(Account.Read(other)!, "y"), person.Id));
    }

    [Fact]
    public void Two_who_are_listed_are_two_wherever_they_are()
    {
        Assert.True(People.AreTwo(Ada, Grace.Id));
        Assert.False(People.AreTwo(Ada, Ada.Id));
    }

    [Fact]
    public void What_an_account_asked_for_before_it_was_linked_is_its_holders() =>
        Assert.False(People.AreTwo(Ada with { Accounts = [.. Ada.Accounts, new("slack", "T1", "U9")] }, new PersonId("slack:T1:U9")));

    [Fact]
    public void Somebody_whom_the_configuration_no_longer_names_may_be_anybody() => Assert.False(People.AreTwo(Ada, new PersonId("bob")));
}
