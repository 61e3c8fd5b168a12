using System.Text.RegularExpressions;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
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
        Assert.Null(await rig.Store.Links.FindAsync(Stranger.Accounts[0], default));
    }

    [Fact]
    public async Task Nobody_else_can_confirm_and_the_other_side_cannot_confirm_itself()
    {
        var code = await OfferAsync(Some.Grace);
        Assert.StartsWith("Nobody has typed that code yet.", await rig.TypeAsync(Some.Grace, $"/link {code}"));
        await LinkAsync(code);

        Assert.StartsWith("Another account has typed that code.", await rig.TypeAsync(Some.Ada, $"/link {code}"));
        Assert.StartsWith("Another account has typed that code.", await rig.TypeAsync(Stranger, $"/link {code}"));
        Assert.Null(await rig.Store.Links.FindAsync(Stranger.Accounts[0], default));
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

    [Fact]
    public async Task A_link_ends_with_the_account_that_confirmed_it_and_whoever_asks_there_is_told()
    {
        await EndedAsync();

        var person = await rig.Identities.ResolveAsync(Stranger.Accounts[0], "grace.h", default);
        Assert.Equal(
            ("slack:T1:U9", "grace.h", Permissions.Observe, false),
            (person.Id.Value, person.Name, person.Permissions, person.Listed));
        Assert.DoesNotContain(Stranger.Accounts[0], (await rig.Identities.ResolveAsync(Some.Grace.Accounts[0], "Grace", default)).Accounts);
        const string why = "slack:T1:UOLD, which confirmed it, is not listed for grace any more";
        string[] asked = ["/redis trim rl:*", "/help", "/link"];
        foreach (var text in asked)
        {
            Assert.Contains($"the link of this account to grace has ended: {why}. /link makes a new one.", await rig.TypeAsync(Stranger, text));
        }

        Assert.Equal(
            $"slack:T1:U9 is not linked any more\nThe link to grace had ended before that: {why}.",
            await rig.TypeAsync(Stranger, "/unlink"));
        Assert.DoesNotContain("has ended", await rig.TypeAsync(Stranger, "/help"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_whose_link_has_ended_is_linked_again_and_to_whom_it_belongs_now()
    {
        await EndedAsync();

        var code = await OfferAsync(Some.Ada);
        await LinkAsync(code);
        Assert.StartsWith("slack:T1:U9 is linked", await rig.TypeAsync(Some.Ada, $"/link {code}"));

        Assert.Equal(Some.Ada.Id, (await rig.Identities.ResolveAsync(Stranger.Accounts[0], "whatever", default)).Id);
    }

    [Fact]
    public async Task A_linked_account_vouches_for_no_other()
    {
        await LinkedAsync();

        Assert.StartsWith(
            "This account is Grace by a link, and one that is listed has to vouch for another.",
            await rig.TypeAsync(Stranger, "/link"));
    }

    [Fact]
    public async Task A_code_is_confirmed_by_nobody_who_is_not_listed_for_its_person_any_more()
    {
        var was = new Account("slack", "T1", "UOLD");
        var offer = new LinkOffer(
            "ABCDEFGHJK", Some.Grace.Id, new ReplyAddress(Some.Channel, was, null), Stranger.Accounts[0], Some.Night.AddMinutes(10), Linked: false);
        await rig.Store.CommitAsync(new Changes { Link = offer }, default);

        var answer = await rig.TypeAsync(Stranger with { Accounts = [was] }, "/link ABCDEFGHJK");

        Assert.StartsWith("This account is not listed for grace any more.", answer);
        Assert.Null(await rig.Store.Links.FindAsync(Stranger.Accounts[0], default));
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

    /// <summary>Linked by an account that Grace had, and that is hers no more.</summary>
    private Task<CommitResult> EndedAsync() => rig.Store.CommitAsync(
        new Changes
        {
            Link = new LinkOffer(
                "ABCDEFGHJK",
                Some.Grace.Id,
                new ReplyAddress(Some.Channel, new Account("slack", "T1", "UOLD"), null),
                Stranger.Accounts[0],
                Some.Night,
                Linked: true),
        },
        default);

    private async Task<string> OfferAsync(Person person) => Code().Match(await rig.TypeAsync(person, "/link")).Groups[1].Value;

    /// <summary>Two answers: one to each side.</summary>
    private Task LinkAsync(string code) =>
        rig.Dispatcher.HandleAsync(new ClaimedMessage(rig.Message(Stranger.Accounts[0], $"/link {code}"), 1), default);

    [GeneratedRegex("Your code is ([A-Z0-9]{10})")]
    private static partial Regex Code();
}
