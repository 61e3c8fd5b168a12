using System.Text.RegularExpressions;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>One human, two accounts: shown on the one, typed on the other, confirmed on the first.</summary>
public sealed partial class LinkCommandTests
{
    private static readonly Person Stranger =
        new(new PersonId("slack:T1:U9"), "grace.h", Permissions.Observe, Listed: false) { Accounts = [new Account("slack", "T1", "U9")] };

    private readonly ChatRig rig = new();

    [Fact]
    public async Task A_linked_account_is_the_same_human_with_the_same_permissions()
    {
        var code = await OfferAsync(Some.Grace);
        await LinkAsync(code);
        Assert.Contains("is linked", await rig.TypeAsync(Some.Grace, $"/link {code}"), StringComparison.Ordinal);

        var person = await rig.Identities.ResolveAsync(Stranger.Accounts[0], "whatever", default);

        Assert.Equal((Some.Grace.Id, true), (person.Id, person.May(Permissions.Respond)));
    }

    [Fact]
    public async Task Until_the_listed_side_confirms_nothing_is_linked()
    {
        var code = await OfferAsync(Some.Grace);

        await LinkAsync(code);

        Assert.Contains(rig.Store.Said.OfType<Outgoing.Reply>(), reply => reply.To.To == Some.Grace.Accounts[0]
            && PlainText.Render(reply.Card).Contains("slack:T1:U9 has typed your code", StringComparison.Ordinal));
        Assert.Null(await rig.Store.Links.PersonOfAsync(Stranger.Accounts[0], default));
    }

    [Fact]
    public async Task Nobody_else_can_confirm_and_the_other_side_cannot_confirm_itself()
    {
        var code = await OfferAsync(Some.Grace);
        Assert.StartsWith("Nobody has typed that code yet.", await rig.TypeAsync(Some.Grace, $"/link {code}"));
        await LinkAsync(code);

        Assert.StartsWith("Another account has typed that code.", await rig.TypeAsync(Some.Ada, $"/link {code}"));
        Assert.StartsWith("Another account has typed that code.", await rig.TypeAsync(Stranger, $"/link {code}"));
        Assert.Null(await rig.Store.Links.PersonOfAsync(Stranger.Accounts[0], default));
    }

    [Fact]
    public async Task A_code_is_good_for_ten_minutes_and_once()
    {
        var code = await OfferAsync(Some.Grace);
        await LinkAsync(code);
        await rig.TypeAsync(Some.Grace, $"/link {code}");
        Assert.StartsWith("That code is not waiting.", await rig.TypeAsync(Some.Grace, $"/link {code}"));

        var late = await OfferAsync(Some.Grace);
        rig.Room.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.StartsWith("That code is not waiting.", await rig.TypeAsync(Stranger, $"/link {late}"));
    }

    [Fact]
    public async Task A_listed_account_belongs_to_its_person_and_a_stranger_has_nobody_to_link_to()
    {
        var code = await OfferAsync(Some.Grace);

        Assert.StartsWith("This account is Ada already.", await rig.TypeAsync(Some.Ada, $"/link {code}"));
        Assert.StartsWith("This account is not listed", await rig.TypeAsync(Stranger, "/link"));
        Assert.StartsWith("That code is not waiting.", await rig.TypeAsync(Stranger, "/link AAAAAAAAAA"));
    }

    [Theory]
    [InlineData(true, "/unlink")]
    [InlineData(true, "/unlink slack:T1:U9")]
    [InlineData(false, "/unlink slack:T1:U9")]
    public async Task A_link_is_taken_back_from_either_account_and_on_the_record(bool fromTheLinkedOne, string typed)
    {
        await LinkedAsync();

        var answer = await rig.TypeAsync(fromTheLinkedOne ? Stranger : Some.Grace, typed);

        Assert.StartsWith("slack:T1:U9 is not linked any more", answer);
        Assert.False((await rig.Identities.ResolveAsync(Stranger.Accounts[0], "whatever", default)).Listed);
        Assert.Contains(rig.Store.Audit.Entries, entry => entry.Actor == Some.Grace.Id && entry.Detail.Values.Contains("slack:T1:U9 is not grace any more"));

        await LinkedAsync();
        Assert.True((await rig.Identities.ResolveAsync(Stranger.Accounts[0], "whatever", default)).Listed);
    }

    [Fact]
    public async Task Nobody_takes_back_anothers_link_or_what_is_none()
    {
        await LinkedAsync();
        var another = Stranger with { Id = new PersonId("slack:T1:U8"), Accounts = [new Account("slack", "T1", "U8")] };

        Assert.StartsWith("That is no linked account of yours.", await rig.TypeAsync(Some.Ada, "/unlink slack:T1:U9"));
        Assert.StartsWith("That is no linked account of yours.", await rig.TypeAsync(another, "/unlink slack:T1:U9"));
        Assert.StartsWith("That is no linked account of yours.", await rig.TypeAsync(Some.Grace, $"/unlink {Some.Grace.Accounts[0]}"));
        Assert.Contains("Linked to you: slack:T1:U9. Type /unlink slack:T1:U9", await rig.TypeAsync(Some.Grace, "/unlink"), StringComparison.Ordinal);
        Assert.True((await rig.Identities.ResolveAsync(Stranger.Accounts[0], "whatever", default)).Listed);
    }

    private async Task LinkedAsync()
    {
        var code = await OfferAsync(Some.Grace);
        await LinkAsync(code);
        await rig.TypeAsync(Some.Grace, $"/link {code}");
    }

    private async Task<string> OfferAsync(Person person) => Code().Match(await rig.TypeAsync(person, "/link")).Groups[1].Value;

    /// <summary>Two answers: one to each side.</summary>
    private Task LinkAsync(string code) =>
        rig.Dispatcher.HandleAsync(new IncidentBot.Storage.ClaimedMessage(rig.Message(Stranger.Accounts[0], $"/link {code}"), 1), default);

    [GeneratedRegex("Your code is ([A-Z0-9]{10})")]
    private static partial Regex Code();
}
