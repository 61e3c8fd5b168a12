using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Server.Tests.Storage;

public abstract class HousekeepingContract(TestStore store) : StoreContract(store)
{
    private static readonly ChannelRef General = new("local", "", "general");

    private async Task<int> CleanAsync(DateTimeOffset now)
    {
        using var housekeeping = new Housekeeping(Database, new FakeTimeProvider(now), NullLogger<Housekeeping>.Instance);
        return await housekeeping.CleanAsync(Ct);
    }

    [Fact]
    public async Task Answered_requests_are_kept_for_a_week_with_their_answers()
    {
        var inbox = Here.GetRequiredService<IInbox>();
        foreach (var (key, age) in (IEnumerable<(string, double)>)[("old", 7.01), ("young", 6.99)])
        {
            await inbox.AddAsync(Some.Message(key) with { ReceivedAt = Some.Now.AddDays(-age) }, Ct);
            await CommitAsync(new Changes { Consumes = key, Answer = Answer.Done(new Card(key)) });
        }

        Assert.Equal(1, await CleanAsync(Some.Now));
        var answers = Here.GetRequiredService<IAnswers>();
        Assert.IsType<AnswerState.NotKnown>(await answers.OfAsync("old", Ct));
        Assert.Equal("young", Assert.IsType<AnswerState.Given>(await answers.OfAsync("young", Ct)).Answer.Card.Title);
        Assert.Equal(Receipt.New, await inbox.AddAsync(Some.Message("old"), Ct));
        Assert.Equal(Receipt.Known, await inbox.AddAsync(Some.Message("young"), Ct));
    }

    [Fact]
    public async Task A_kept_card_is_forgotten_when_its_time_is_over()
    {
        var cards = Here.GetRequiredService<IKeptCards>();
        for (var n = 0; n < Housekeeping.RowsAtATime; n++)
        {
            await cards.KeepAsync(new KeptCard(new Card($"old {n}"), Some.Now.AddDays(-30), Some.In(0)), Ct);
        }

        var young = await cards.KeepAsync(new KeptCard(new Card("young"), Some.Now.AddDays(-30), Some.In(0.01)), Ct);
        await cards.KeepAsync(new KeptCard(new Card("as old"), Some.Now.AddDays(-30), Some.In(-1)), Ct);

        Assert.Equal(Housekeeping.RowsAtATime + 1, await CleanAsync(Some.Now));
        Assert.Equal("young", (await cards.FindAsync(young!, Some.Now, Ct))!.Card.Title);
    }

    [Fact]
    public async Task A_message_that_was_given_up_is_kept_for_thirty_days_and_one_that_waits_for_ever()
    {
        var outbox = Here.GetRequiredService<IOutbox>();
        await CommitAsync(new Changes { Say = [Some.Post("old"), Some.Post("young"), Some.Post("waits")] });
        foreach (var age in (double[])[30.01, 29.99])
        {
            await outbox.AbandonAsync((await outbox.ClaimAsync(Some.Now, Some.In(30), Ct))!, Some.Now.AddDays(-age), "channel_not_found", Ct);
        }

        Assert.Equal(1, await CleanAsync(Some.Now));
        Assert.Equal(1, await CountAsync("outbox where abandoned"));
        await CleanAsync(Some.Now.AddYears(1));
        Assert.Equal("waits", ((Outgoing.Post)(await outbox.ClaimAsync(Some.Now, Some.In(30), Ct))!.Message).Card.Title);
    }

    [Fact]
    public async Task A_link_code_goes_when_it_has_run_out_and_the_link_stays()
    {
        var links = Here.GetRequiredService<ILinkStore>();
        var account = Some.Account("U2");
        await CommitAsync(
            new Changes { Link = new LinkOffer("OVER", Some.Ada, new ReplyAddress(General, Some.Account("U1"), null), account, Some.Now, Linked: true) });
        await CommitAsync(
            new Changes { Link = new LinkOffer("GOOD", Some.Ada, new ReplyAddress(General, Some.Account("U1"), null), null, Some.In(1), Linked: false) });

        Assert.Equal(1, await CleanAsync(Some.Now));
        Assert.Null(await links.FindOfferAsync("OVER", Ct));
        Assert.NotNull(await links.FindOfferAsync("GOOD", Ct));
        Assert.Equal(new AccountLink(account, Some.Ada, Some.Account("U1")), await links.FindAsync(account, Ct));
    }

    [Fact]
    public async Task Turns_that_have_run_out_go_and_those_that_somebody_has_stay()
    {
        var turns = Here.GetRequiredService<ITurns>();
        await turns.TakeAsync("post C1", Some.In(-10), Some.Now, Ct);
        await turns.TakeAsync("post C2", Some.In(-10), Some.In(1), Ct);

        Assert.Equal(1, await CleanAsync(Some.Now));
        Assert.Null(await turns.TakeAsync("post C2", Some.Now, Some.In(10), Ct));
    }

    [Fact]
    public async Task A_sign_in_is_found_until_it_ends_and_goes_then()
    {
        var signIns = Here.GetRequiredService<SqlSignIns>();
        var over = new StoredSignIn("over", Some.Account("U1"), "Ada", Some.In(-60), Some.Now);
        var good = new StoredSignIn("good", Some.Account("U2"), "Grace", Some.In(-60), Some.In(1));
        await signIns.KeepAsync(over, Ct);
        await signIns.KeepAsync(good with { Account = Some.Account("U3") }, Ct);
        await signIns.KeepAsync(good, Ct);

        Assert.Equal(good, await signIns.FindAsync("good", Some.Now, Ct));
        Assert.Null(await signIns.FindAsync("over", Some.Now, Ct));
        Assert.Equal(1, await CleanAsync(Some.Now));
        await signIns.EndAsync("good", Ct);
        Assert.Null(await signIns.FindAsync("good", Some.Now, Ct));
    }

    [Fact]
    public async Task Of_the_local_chat_the_last_messages_of_each_channel_are_kept()
    {
        var log = Here.GetRequiredService<IChannelLog>();
        for (var n = 1; n <= 7; n++)
        {
            await log.AddAsync(new ChannelMessage($"{n}", General, Some.Now, Some.Ada, null, new Card($"{n}"), 0), Ct);
            await log.AddAsync(
                new ChannelMessage($"{n}", General with { ChannelId = n > 5 ? "busy" : $"quiet-{n}" }, Some.Now, Some.Ada, null, new Card($"{n}"), 0),
                Ct);
        }

        Assert.Equal(3, await ForgetAsync(keep: 3, limit: 3));
        Assert.Equal(1, await ForgetAsync(keep: 3, limit: 3));
        Assert.Equal(0, await ForgetAsync(keep: 3, limit: 3));
        Assert.Equal(["5", "6", "7"], (await log.ReadAsync(General, Some.Ada, 0, 100, Ct)).Select(message => message.Id));
        Assert.Equal(10, await CountAsync("channel_messages"));
    }

    [Fact]
    public async Task A_channel_that_has_been_busy_for_years_is_cut_back_in_parts()
    {
        const int TooMany = 2 * Housekeeping.RowsAtATime + 1;
        await SqlAsync("insert into channels (channel, platform, last_position) values ('local::general', 'local', 1)");
        await SqlAsync($$"""
            with recursive n (n) as (select 1 union all select n + 1 from n where n < {{Housekeeping.MessagesKept + TooMany}})
            insert into channel_messages (channel, id, position, revision, body) select 'local::general', cast(n as text), n, n, '{}' from n
            """);

        Assert.Equal(TooMany, await CleanAsync(Some.Now));
        Assert.Equal(Housekeeping.MessagesKept, await CountAsync($"channel_messages where position > {TooMany}"));
    }

    private Task<int> ForgetAsync(int keep, int limit) =>
        Database.ChangeAsync(session => session.ExecuteAsync(SqlChannelLog.Forget(General, keep, limit), Ct), Ct);
}

public sealed class SqliteHousekeepingTests() : HousekeepingContract(new TestSqlite());

public sealed class PostgresHousekeepingTests(PostgresServer server) : HousekeepingContract(new TestPostgres(server));
