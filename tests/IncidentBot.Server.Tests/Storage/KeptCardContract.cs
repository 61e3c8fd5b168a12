using IncidentBot.Messages;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class KeptCardContract(TestStore store) : StoreContract(store)
{
    private static readonly LiveSubject Incident = new(LiveSubject.Incident, Guid.Parse("0190f0f0-0000-7000-8000-000000000001"));

    private IKeptCards Cards => Here.GetRequiredService<IKeptCards>();

    [Fact]
    public async Task A_card_is_found_whole_by_its_token_on_every_replica_and_by_nothing_else()
    {
        var card = new Card("412 clients")
        {
            Tone = Tone.Bad,
            Blocks =
            [
                new CardBlock.Text("\"it's\"\n<t:1763806500> żółć 👩‍🚒"),
                new CardBlock.Fields([new CardField("a", "b")]),
                new CardBlock.Lines(["x", ""]) { Output = "/redis clients" },
                new CardBlock.Progress("p", 0.5),
                new CardBlock.File("a.html", "text/html", "<p>a</p>") { Instead = "a" },
                new CardBlock.Footnote("f"),
            ],
            Buttons = [new CardButton("Go", "/go") { Confirm = "Sure?", Style = ButtonStyle.Danger, Form = ButtonForm.Offered, OnceKey = "once" }],
        };

        var token = await KeepAsync(card);

        Assert.Matches("^[A-Za-z0-9_-]{43}$", token);
        var found = await There.GetRequiredService<IKeptCards>().FindAsync(token, Some.Now, Ct);
        Assert.Equal((Some.Now, Some.In(60)), (found!.At, found.Until));
        Assert.Equivalent(card, found.Card, strict: true);
        Assert.Null(await Cards.FindAsync(token.ToUpperInvariant(), Some.Now, Ct));
        Assert.Null(await Cards.FindAsync(new string('A', 43), Some.Now, Ct));
    }

    [Fact]
    public async Task Once_its_time_is_over_a_card_is_not_found()
    {
        var token = await KeepAsync(new Card("x"));

        Assert.NotNull(await Cards.FindAsync(token, Some.In(59.99), Ct));
        Assert.Null(await Cards.FindAsync(token, Some.In(60), Ct));
    }

    [Fact]
    public async Task A_living_card_has_one_token_and_shows_what_was_drawn_last()
    {
        var first = await KeepAsync(new Card("INC-1  ASSESSING") { Subject = Incident });
        var second = await There.GetRequiredService<IKeptCards>()
            .KeepAsync(new KeptCard(new Card("INC-1  RESOLVED") { Subject = Incident }, Some.In(5), Some.In(90)), Ct);
        var other = await KeepAsync(new Card("R-1") { Subject = Incident with { Kind = LiveSubject.Run } });

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        var found = await Cards.FindAsync(first, Some.In(70), Ct);
        Assert.Equal(("INC-1  RESOLVED", Some.In(5)), (found!.Card.Title, found.At));
        Assert.Equal(2, await CountAsync("kept_cards"));
    }

    [Fact]
    public async Task The_same_card_said_again_has_the_same_token_and_another_card_another_one()
    {
        var token = await KeepAsync(Card.Say("x", "y"));

        Assert.Equal(token, await KeepAsync(Card.Say("x", "y")));
        Assert.NotEqual(token, await KeepAsync(Card.Say("x", "z")));
        Assert.Equal(2, await CountAsync("kept_cards"));
    }

    [Fact]
    public async Task Whoever_reads_the_database_has_no_token()
    {
        var token = await KeepAsync(new Card("x"));

        var row = await Database.ReadAsync(session => session.FindAsync(
            new("select token_hash, keep_until, body from kept_cards"),
            row => $"{row.GetString(0)} {row.GetString(1)} {row.GetString(2)}",
            Ct), Ct);

        Assert.DoesNotContain(token, row, StringComparison.Ordinal);
        Assert.Null(await Cards.FindAsync(row!.Split(' ')[0], Some.Now, Ct));
    }

    [Fact]
    public async Task A_card_that_is_too_large_is_not_kept()
    {
        Assert.Null(await Cards.KeepAsync(new KeptCard(Card.Say("x", new string('x', SqlKeptCards.LargestBody)), Some.Now, Some.In(60)), Ct));
        Assert.Equal(0, await CountAsync("kept_cards"));
    }

    [Fact]
    public async Task A_link_of_another_installation_leads_to_nothing_here()
    {
        var card = new Card("INC-1") { Subject = Incident };
        var own = await KeepAsync(card);
        await using var elsewhere = new TestSqlite();
        var theirs = await (await elsewhere.ReplicaAsync()).GetRequiredService<IKeptCards>().KeepAsync(new KeptCard(card, Some.Now, Some.In(60)), Ct);

        Assert.NotEqual(own, theirs);
        Assert.Null(await Cards.FindAsync(theirs!, Some.Now, Ct));
        Assert.NotNull(await Cards.FindAsync(own, Some.Now, Ct));
    }

    private async Task<string> KeepAsync(Card card) => Assert.IsType<string>(await Cards.KeepAsync(new KeptCard(card, Some.Now, Some.In(60)), Ct));
}
