using IncidentBot.People;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.People;

public sealed class PeopleDirectoryTests
{
    private static readonly PeopleDirectory Directory = Some.People;

    [Fact]
    public void All_accounts_of_a_person_are_that_person() =>
        Assert.All(Some.Ada.Accounts, account => Assert.Same(Some.Ada, Directory.Resolve(account, "somebody else")));

    [Theory]
    [InlineData("local", "demo", "olga")]
    [InlineData("slack", "T2", "U-ada")]
    [InlineData("teams", "T1", "U-ada")]
    [InlineData("slack", "T1", "u-ada")]
    [InlineData("", "", "")]
    public void An_account_that_nobody_listed_may_only_observe_and_is_nobody_listed(string platform, string workspace, string userId)
    {
        var person = Directory.Resolve(new Account(platform, workspace, userId), "Ada");

        Assert.Equal(($"Ada ({platform}:{workspace}:{userId})", Permissions.Observe, false), (person.Name, person.Permissions, person.Listed));
        Assert.Equal($"{platform}:{workspace}:{userId}", person.Id.Value);
        Assert.NotEqual(Some.Ada.Id, person.Id);
    }

    [Theory]
    [InlineData("slack:T1:U-ada", "teams:t:oid", "ada", null)]
    [InlineData("slack:T1:U-ada", "teams:t:oid", "grace", "slack:T1:U-ada, which confirmed it, is not listed for grace any more")]
    [InlineData("slack:T1:U-gone", "teams:t:oid", "ada", "slack:T1:U-gone, which confirmed it, is not listed for ada any more")]
    [InlineData("slack:T1:U-ada", "teams:t:oid", "gone", "slack:T1:U-ada, which confirmed it, is not listed for gone any more")]
    [InlineData("teams:t:oid", "teams:t:oid", "ada", "teams:t:oid, which confirmed it, is not listed for ada any more")]
    [InlineData("slack:T1:U-ada", "local:demo:grace", "ada", "local:demo:grace is listed itself")]
    [InlineData(null, "teams:t:oid", "ada", "it is from a version that did not keep which account had confirmed it")]
    public void A_link_holds_while_the_account_that_confirmed_it_is_listed_for_its_person(string? confirmedBy, string account, string person, string? why)
    {
        var link = new AccountLink(Account.Read(account)!, new PersonId(person), confirmedBy is null ? null : Account.Read(confirmedBy));

        Assert.Equal(why, Directory.WhyEnded(link));
        Assert.Same(why is null ? Some.Ada : null, Directory.OwnerOf(link));
    }

    [Fact]
    public void One_account_belongs_to_one_person()
    {
        var e = Assert.Throws<ArgumentException>(() => new PeopleDirectory([Some.Ada, Some.Grace with { Accounts = [Some.Ada.Accounts[1]] }]));

        Assert.Equal("The account slack:T1:U-ada belongs to both Ada and Grace. An account belongs to one person.", e.Message);
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("Ada")]
    public void One_id_belongs_to_one_person(string id) =>
        Assert.Contains(
            "Two people have the id",
            Assert.Throws<ArgumentException>(() => new PeopleDirectory([Some.Ada, Some.Grace with { Id = new PersonId(id) }])).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("bot")]
    [InlineData("Bot")]
    public void Nobody_goes_by_the_name_that_the_record_uses_for_the_bot(string id) =>
        Assert.Throws<ArgumentException>(() => new PeopleDirectory([Some.Ada with { Id = new PersonId(id) }]));

    [Theory]
    [InlineData("@grace", "grace")]
    [InlineData("grace", "grace")]
    [InlineData("GRACE", "grace")]
    [InlineData("@Grace", "grace")]
    [InlineData("@nobody", null)]
    [InlineData("@", null)]
    [InlineData("", null)]
    [InlineData("<grace>", null)]
    public void A_listed_person_is_meant_by_their_id_or_name(string text, string? id) => Assert.Equal(id, Directory.Find(text)?.Id.Value);

    [Fact]
    public void An_account_that_is_no_persons_is_given_to_nobody() =>
        Assert.Throws<ArgumentException>(() => new PeopleDirectory([Some.Ada with { Accounts = [new Origin.Service("deploys").Account] }]));

    [Fact]
    public void An_id_from_the_record_has_a_name_also_after_its_person_was_removed()
    {
        Assert.Equal("Ada", Directory.NameOf(Some.Ada.Id));
        Assert.Equal("local:demo:olga", Directory.NameOf(Some.Olga.Id));
    }

    [Fact]
    public void Whom_nobody_lists_goes_by_the_name_that_their_platform_gave_and_stays_the_same_human_under_another()
    {
        var account = new Account("slack", "T1", "U9");
        var (before, after) = (Directory.Resolve(account, "pat"), Directory.Resolve(account, "pat.jones"));

        Assert.Equal(("pat", "pat.jones"), (Directory.NameOf(before.Id), Directory.NameOf(after.Id)));
        Assert.Equal(before.Id, after.Id);
        Assert.Equal(before.Id.GetHashCode(), after.Id.GetHashCode());
        Assert.False(Directory.AreTwo(before, after.Id));
        Assert.Equal("slack:T1:U9", Directory.NameOf(Directory.Resolve(account, "U9").Id));
    }

    [Theory]
    [InlineData("Ada")]
    [InlineData(" ada ")]
    public void Nobody_passes_for_one_who_is_listed(string name)
    {
        var stranger = Directory.Resolve(new Account("slack", "T1", "U9"), name);

        Assert.Equal($"{name} (slack:T1:U9)", stranger.Name);
        Assert.Equal($"{name} (slack:T1:U9)", Directory.NameOf(stranger.Id));
    }

    [Theory]
    [InlineData(Permissions.Observe, false, false)]
    [InlineData(Permissions.Observe | Permissions.Respond, true, false)]
    [InlineData(Permissions.Respond | Permissions.Approve, true, true)]
    public void A_person_may_what_they_were_given_all_of_it(Permissions given, bool respond, bool both)
    {
        var person = Some.Ada with { Permissions = given };

        Assert.Equal((respond, both), (person.May(Permissions.Respond), person.May(Permissions.Respond | Permissions.Approve)));
    }
}
