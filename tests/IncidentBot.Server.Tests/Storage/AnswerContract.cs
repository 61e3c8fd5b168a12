using IncidentBot.Messages;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class AnswerContract(TestStore store) : StoreContract(store)
{
    private IInbox Inbox => Here.GetRequiredService<IInbox>();

    /// <summary>Asked on the other replica.</summary>
    private Task<AnswerState> OfAsync(string key) => There.GetRequiredService<IAnswers>().OfAsync(key, Ct);

    [Fact]
    public async Task Any_answer_is_read_on_another_replica_as_it_was_given()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var (key, answer) = ($"m{seed}", new Some(seed).AnyAnswer());
            await Inbox.AddAsync(Some.Message(key), Ct);
            await CommitAsync(new Changes { Consumes = key, Answer = answer });

            var given = Assert.IsType<AnswerState.Given>(await OfAsync(key)).Answer;
            Assert.Equal((answer.Outcome, answer.Subject), (given.Outcome, given.Subject));
            Assert.Equal(Json.Of(answer, StoreJson.Default.Answer), Json.Of(given, StoreJson.Default.Answer));
        }
    }

    [Fact]
    public async Task A_request_is_not_known_then_waits_then_has_its_answer()
    {
        Assert.IsType<AnswerState.NotKnown>(await OfAsync("m1"));

        await Inbox.AddAsync(Some.Message("m1"), Ct);
        Assert.IsType<AnswerState.Waiting>(await OfAsync("m1"));
        await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct);
        Assert.IsType<AnswerState.Waiting>(await OfAsync("m1"));

        await CommitAsync(new Changes { Consumes = "m1", Answer = Answer.Done(new Card("PONG"), Subject.Incident(7)) });
        Assert.Equal("INC-7", Assert.IsType<AnswerState.Given>(await OfAsync("m1")).Answer.Subject!.ToString());
    }

    [Fact]
    public async Task What_was_not_committed_leaves_no_answer()
    {
        var incident = Some.Incident();
        await CommitAsync(new Changes { Incident = incident });
        await Inbox.AddAsync(Some.Message("m1"), Ct);

        var stale = new Changes { Incident = incident, Consumes = "m1", Answer = Answer.Done(new Card("Changed")) };

        Assert.Equal(CommitResult.Stale, await Ledger.CommitAsync(stale, Ct));
        Assert.IsType<AnswerState.Waiting>(await OfAsync("m1"));
    }

    [Fact]
    public async Task The_first_answer_stays()
    {
        await Inbox.AddAsync(Some.Message("m1"), Ct);
        await CommitAsync(new Changes { Consumes = "m1", Answer = Answer.Done(new Card("first")) });

        Assert.Equal(CommitResult.AlreadyDone, await Ledger.CommitAsync(new Changes { Consumes = "m1", Answer = Answer.Done(new Card("second")) }, Ct));
        await Inbox.AddAsync(Some.Message("m1"), Ct);

        Assert.Equal("first", Assert.IsType<AnswerState.Given>(await OfAsync("m1")).Answer.Card.Title);
    }

    [Fact]
    public async Task Of_a_request_that_an_older_version_answered_nothing_is_known()
    {
        await Inbox.AddAsync(Some.Message("m1"), Ct);
        await CommitAsync(new Changes { Consumes = "m1", Answer = Answer.Done(new Card("PONG")) });
        await SqlAsync("update inbox set answer = null");

        Assert.IsType<AnswerState.NotKnown>(await OfAsync("m1"));
    }
}
