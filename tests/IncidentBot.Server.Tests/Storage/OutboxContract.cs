using System.Collections.Concurrent;
using IncidentBot.Messages;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class OutboxContract(TestStore store) : StoreContract(store)
{
    private static readonly LiveSubject Subject = new(LiveSubject.Incident, Guid.NewGuid());
    private static readonly Outgoing Refresh = new Outgoing.Refresh(Some.Ops, Subject);

    private IOutbox Outbox => Here.GetRequiredService<IOutbox>();

    private Task SayAsync(params Outgoing[] messages) => CommitAsync(new Changes { Say = messages });

    private Task<OutboxItem?> ClaimAsync(double at = 0) => Outbox.ClaimAsync(Some.In(at), Some.In(at + 30), Ct);

    private static Outgoing.Reply Reply(string to, string title, string? ticket = null) =>
        new(new ReplyAddress(Some.Ops, Some.Account(to), ticket), new Card(title));

    /// <summary>Everything that can be taken now, and null where that ends.</summary>
    private async Task<IReadOnlyList<string?>> ClaimTitlesAsync()
    {
        var titles = new List<string?>();
        do
        {
            titles.Add(Title(await ClaimAsync()));
        }
        while (titles[^1] is not null);
        return titles;
    }

    /// <summary>Everything that can be delivered, each when the one before it is there, and null where that ends.</summary>
    private async Task<IReadOnlyList<string?>> DeliverTitlesAsync(double at)
    {
        var titles = new List<string?>();
        while (await ClaimAsync(at) is { } item)
        {
            titles.Add(Title(item));
            await Outbox.CompleteAsync(item, Ct);
        }

        return [.. titles, null];
    }

    private static string? Title(OutboxItem? item) => item?.Message switch
    {
        Outgoing.Post post => post.Card.Title,
        Outgoing.Reply reply => reply.Card.Title,
        Outgoing.Refresh => "refresh",
        _ => null,
    };

    [Fact]
    public async Task Any_message_comes_back_as_it_was_said()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var some = new Some(seed);
            var message = some.AnyOutgoing(some.Channel());
            await SayAsync(message);
            var item = (await ClaimAsync())!;

            Assert.Equal(message.GetType(), item.Message.GetType());
            Assert.Equivalent(message, item.Message, strict: true);
            await Outbox.CompleteAsync(item, Ct);
        }

        Assert.Equal(0, await CountAsync("outbox"));
    }

    [Fact]
    public async Task A_channel_is_delivered_in_order_and_channels_do_not_wait_for_each_other()
    {
        await SayAsync(Some.Post("a1"), Some.Post("a2"), Some.Post("b1", Some.Other));

        var first = await ClaimAsync();
        Assert.Equal("a1", Title(first));
        Assert.Equal("b1", Title(await ClaimAsync()));
        Assert.Null(await ClaimAsync());

        await Outbox.CompleteAsync(first!, Ct);
        Assert.Equal("a2", Title(await ClaimAsync()));
    }

    [Fact]
    public async Task A_message_that_waits_for_a_retry_keeps_its_place()
    {
        await SayAsync(Some.Post("a1"), Some.Post("a2"));
        await Outbox.RetryAsync((await ClaimAsync())!, Some.In(5), "rate limited", mayHaveArrived: false, Ct);

        Assert.Null(await ClaimAsync(4.9));
        var again = await ClaimAsync(5);
        Assert.Equal(("a1", 2), (Title(again), again!.Attempt));
    }

    [Fact]
    public async Task What_does_not_get_through_steps_aside_with_all_of_its_request_and_the_others_keep_their_order()
    {
        await SayAsync(
            Reply("ada", "a1", "a"),
            Reply("ada", "b1", "b"),
            Reply("ada", "a2", "a"),
            Reply("ada", "c1", "c"),
            Reply("ada", "without"),
            Reply("ada", "b2", "b"));
        var stuck = (await ClaimAsync())!;
        Assert.Equal("a1", Title(stuck));
        Assert.Null(await ClaimAsync());

        await Outbox.StepAsideAsync(stuck, Ct);
        await Outbox.RetryAsync(stuck, Some.In(5), "could not be reached", mayHaveArrived: true, Ct);
        await SayAsync(Reply("ada", "a3", "a"), Reply("ada", "d1", "d"));

        Assert.Equal(["b1", "c1", "without", "b2", "d1", null], await DeliverTitlesAsync(at: 0));
        Assert.Equal(["a1", "a2", "a3", null], await DeliverTitlesAsync(at: 5));

        await SayAsync(Reply("ada", "a4", "a"), Reply("ada", "e1", "e"));
        Assert.Equal(["a4", null], await ClaimTitlesAsync());
    }

    [Fact]
    public async Task What_takes_long_lets_the_others_pass_while_it_is_under_way()
    {
        await SayAsync(Reply("ada", "a1", "a"), Reply("ada", "a2", "a"), Reply("ada", "b1", "b"), Reply("bob", "c1", "a"));
        var slow = (await ClaimAsync())!;
        Assert.Equal("a1", Title(slow));
        Assert.Equal(["c1", null], await ClaimTitlesAsync());

        await Outbox.StepAsideAsync(slow, Ct);

        Assert.Equal(["b1", null], await ClaimTitlesAsync());
        await Outbox.CompleteAsync(slow, Ct);
        Assert.Equal(["a2", null], await ClaimTitlesAsync());
    }

    [Fact]
    public async Task What_has_no_way_of_its_own_does_not_step_aside()
    {
        await SayAsync(Some.Post("p1"), Some.Post("p2"), Reply("ada", "a1"), Reply("ada", "a2"));
        foreach (var item in (OutboxItem[])[(await ClaimAsync())!, (await ClaimAsync())!])
        {
            await Outbox.StepAsideAsync(item, Ct);
        }

        Assert.Null(await ClaimAsync());
    }

    [Fact]
    public async Task What_one_request_is_told_while_it_steps_aside_stays_behind_what_it_was_told_before()
    {
        await SayAsync(Reply("ada", "first", "a"));
        var stuck = (await ClaimAsync())!;

        await ParallelAsync(12, async (replica, n) =>
        {
            await (n == 5
                ? replica.GetRequiredService<IOutbox>().StepAsideAsync(stuck, Ct)
                : replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Say = [Reply("ada", $"{n}", "a")] }, Ct));
            return true;
        });

        Assert.Null(await ClaimAsync());
        Assert.Equal(1, await CountAsync("(select distinct lane from outbox) lanes"));
    }

    [Fact]
    public async Task A_message_whose_deliverer_died_is_taken_again()
    {
        await SayAsync(Some.Post("a1"));
        var first = (await ClaimAsync())!;
        Assert.Equal(1, first.Attempt);
        Assert.Null(await ClaimAsync(29.9));

        var again = (await ClaimAsync(30))!;
        Assert.Equal((first.Id, 2), (again.Id, again.Attempt));
    }

    [Fact]
    public async Task Whoever_lost_a_message_cannot_put_it_back()
    {
        await SayAsync(Some.Post("a1"));
        var lost = (await ClaimAsync())!;
        var held = (await ClaimAsync(30))!;

        await Outbox.RetryAsync(lost, Some.In(31), "slow", mayHaveArrived: false, Ct);
        await Outbox.AbandonAsync(lost, Some.Now, "slow", Ct);

        Assert.Null(await ClaimAsync(31));
        await Outbox.CompleteAsync(held, Ct);
        Assert.Equal(0, await CountAsync("outbox"));
    }

    [Fact]
    public async Task A_message_whose_deliverer_died_may_be_there_since_the_first_that_did()
    {
        await SayAsync(Some.Post("a1"));

        Assert.Null((await ClaimAsync())!.UnsettledSince);
        Assert.Equal(Some.In(0), (await ClaimAsync(30))!.UnsettledSince);
        Assert.Equal(Some.In(0), (await ClaimAsync(60))!.UnsettledSince);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_retry_says_whether_the_message_may_be_there(bool mayHaveArrived)
    {
        await SayAsync(Some.Post("a1"));
        await Outbox.RetryAsync((await ClaimAsync())!, Some.In(5), "no answer", mayHaveArrived, Ct);

        Assert.Equal(mayHaveArrived ? Some.In(0) : null, (await ClaimAsync(5))!.UnsettledSince);
    }

    [Fact]
    public async Task A_refusal_settles_its_own_attempt_and_none_before_it()
    {
        await SayAsync(Some.Post("a1"));
        await Outbox.RetryAsync((await ClaimAsync())!, Some.In(5), "rate limited", mayHaveArrived: false, Ct);
        await Outbox.RetryAsync((await ClaimAsync(5))!, Some.In(10), "no answer", mayHaveArrived: true, Ct);
        await Outbox.RetryAsync((await ClaimAsync(10))!, Some.In(15), "rate limited", mayHaveArrived: false, Ct);

        Assert.Equal(Some.In(5), (await ClaimAsync(15))!.UnsettledSince);
    }

    [Fact]
    public async Task Whoever_lost_a_message_cannot_say_that_it_did_not_arrive()
    {
        await SayAsync(Some.Post("a1"));
        var lost = (await ClaimAsync())!;
        var held = (await ClaimAsync(30))!;

        await Outbox.RetryAsync(lost, Some.In(31), "rate limited", mayHaveArrived: false, Ct);
        await Outbox.RetryAsync(held, Some.In(40), "rate limited", mayHaveArrived: false, Ct);

        Assert.Equal(Some.In(0), (await ClaimAsync(40))!.UnsettledSince);
    }

    [Fact]
    public async Task A_refresh_that_arrived_and_was_asked_for_again_is_settled_until_the_next_attempt_is_not()
    {
        await SayAsync(Refresh);
        await Outbox.RetryAsync((await ClaimAsync())!, Some.In(5), "no answer", mayHaveArrived: true, Ct);
        var second = (await ClaimAsync(5))!;
        await SayAsync(Refresh);
        await Outbox.CompleteAsync(second, Ct);

        Assert.Null((await ClaimAsync(6))!.UnsettledSince);
        Assert.Equal(Some.In(6), (await ClaimAsync(36))!.UnsettledSince);
    }

    [Fact]
    public async Task Waiting_refreshes_of_one_subject_are_one()
    {
        await SayAsync(Refresh, Some.Post("after"));
        await SayAsync(Refresh);
        await SayAsync(Refresh, new Outgoing.Refresh(Some.Ops, new LiveSubject(LiveSubject.Run, Subject.Id)), new Outgoing.Refresh(Some.Other, Subject));

        Assert.Equal(4, await CountAsync("outbox"));
        var item = (await ClaimAsync())!;
        Assert.Equal((Refresh, 3), (item.Message, item.Generation));
        await Outbox.CompleteAsync(item, Ct);
        Assert.Equal(3, await CountAsync("outbox"));
        Assert.Equal(["refresh", "refresh", "after", null], await ClaimTitlesAsync());
    }

    [Fact]
    public async Task An_answer_and_a_living_message_do_not_wait_for_posts_and_the_living_one_is_first()
    {
        await Outbox.RememberPostedAsync(Some.Ops, Subject, "1763806500.000100", Ct);
        await SayAsync(Some.Post("p1"), Some.Post("p2"), Reply("ada", "to ada"), Reply("ada", "to ada again"), Reply("bob", "to bob"), Refresh);

        Assert.Equal(["refresh", "p1", "to ada", "to bob", null], await ClaimTitlesAsync());
    }

    [Fact]
    public async Task The_answer_to_a_decision_goes_before_those_to_others_and_not_before_earlier_ones_of_its_person()
    {
        static Outgoing.Reply Decided(string to, string title) => Reply(to, title) with { ToDecision = true };
        await SayAsync(Reply("ada", "a1"), Reply("bob", "b1"), Reply("eve", "e1"), Decided("ada", "a2 approved"), Decided("grace", "g1 approved"));

        Assert.Equal(["g1 approved", "a1", "a2 approved", "b1", "e1", null], await DeliverTitlesAsync(at: 0));
    }

    [Fact]
    public async Task Posts_wait_for_a_living_message_that_was_asked_for_before_them_and_is_not_there_yet()
    {
        await SayAsync(Some.Post("before"), Refresh, Some.Post("after"));

        var card = (await ClaimAsync())!;
        Assert.Equal("refresh", Title(card));
        var before = (await ClaimAsync())!;
        Assert.Equal("before", Title(before));
        await Outbox.CompleteAsync(before, Ct);
        Assert.Null(await ClaimAsync());

        await Outbox.RememberPostedAsync(Some.Ops, Subject, "1763806500.000100", Ct);
        Assert.Equal("after", Title(await ClaimAsync()));
    }

    [Fact]
    public async Task A_second_living_message_waits_until_the_first_one_is_there()
    {
        var second = new Outgoing.Refresh(Some.Ops, new LiveSubject(LiveSubject.Run, Subject.Id));
        await SayAsync(Refresh, second);

        var first = (await ClaimAsync())!;
        Assert.Equal(Refresh, first.Message);
        Assert.Null(await ClaimAsync());

        await Outbox.RememberPostedAsync(Some.Ops, Subject, "1763806500.000100", Ct);
        Assert.Equal(second, (await ClaimAsync())!.Message);
    }

    [Fact]
    public async Task Rows_of_before_there_were_lanes_are_delivered_in_their_order()
    {
        await SayAsync(Some.Post("p1"), Reply("ada", "to ada"));
        await Database.WriteAsync(session => session.ExecuteAsync(new("update outbox set lane = 'posts', precedence = 1"), Ct), Ct);

        Assert.Equal(["p1", null], await ClaimTitlesAsync());
    }

    [Fact]
    public async Task Posts_and_replies_are_never_merged()
    {
        await SayAsync(Some.Post("same"), Some.Post("same"));

        Assert.Equal(2, await CountAsync("outbox"));
    }

    [Fact]
    public async Task A_refresh_that_was_asked_for_while_it_was_delivered_is_delivered_again_at_once()
    {
        await SayAsync(Refresh);
        var first = (await ClaimAsync())!;
        await SayAsync(Refresh);
        Assert.Null(await ClaimAsync());

        await Outbox.CompleteAsync(first, Ct);

        var second = (await ClaimAsync())!;
        Assert.Equal((first.Id, 1, 2), (second.Id, second.Attempt, second.Generation));
        await Outbox.CompleteAsync(second, Ct);
        Assert.Null(await ClaimAsync());
        Assert.Equal(0, await CountAsync("outbox"));
    }

    [Fact]
    public async Task A_refresh_that_failed_while_it_was_asked_for_again_is_retried_once()
    {
        await SayAsync(Refresh);
        var first = (await ClaimAsync())!;
        await SayAsync(Refresh);
        await Outbox.RetryAsync(first, Some.In(5), "busy", mayHaveArrived: false, Ct);

        var second = (await ClaimAsync(5))!;
        Assert.Equal(2, second.Generation);
        await Outbox.CompleteAsync(second, Ct);
        Assert.Equal(0, await CountAsync("outbox"));
    }

    [Fact]
    public async Task What_was_given_up_is_counted_and_the_last_reason_is_told()
    {
        await SayAsync(Some.Post("a"), Some.Post("b"), Some.Post("c"), Some.Post("d", Some.Other), Some.Post("waits"));
        Assert.Null(await Outbox.GivenUpAsync(Some.In(-100), Ct));
        foreach (var (at, reason) in (IEnumerable<(double, string)>)[(-101, "before"), (-50, "channel_not_found"), (-100, "is_archived")])
        {
            await Outbox.AbandonAsync((await ClaimAsync())!, Some.In(at), reason, Ct);
        }

        Assert.Equal(new GivenUp(2, Some.In(-50), Some.Ops, "channel_not_found"), await Outbox.GivenUpAsync(Some.In(-100), Ct));
        Assert.Null(await Outbox.GivenUpAsync(Some.In(-49), Ct));
    }

    [Fact]
    public async Task An_abandoned_message_keeps_its_reason_and_lets_the_next_one_pass()
    {
        await SayAsync(Refresh, Some.Post("next"));
        await Outbox.AbandonAsync((await ClaimAsync())!, Some.Now, "channel_not_found", Ct);

        Assert.Equal("next", Title(await ClaimAsync()));
        Assert.Equal(1, await CountAsync("outbox where abandoned and error = 'channel_not_found'"));

        await SayAsync(Refresh);
        Assert.Equal(3, await CountAsync("outbox"));
    }

    [Fact]
    public async Task The_message_that_shows_a_subject_is_remembered_per_channel()
    {
        Assert.Null(await Outbox.FindPostedAsync(Some.Ops, Subject, Ct));
        await Outbox.RememberPostedAsync(Some.Ops, Subject, "1763806500.000100", Ct);
        await Outbox.RememberPostedAsync(Some.Other, Subject, "other", Ct);
        await Outbox.RememberPostedAsync(Some.Ops, Subject, "1763806500.000200", Ct);

        Assert.Equal("1763806500.000200", await There.GetRequiredService<IOutbox>().FindPostedAsync(Some.Ops, Subject, Ct));
        Assert.Null(await Outbox.FindPostedAsync(Some.Ops, new LiveSubject(LiveSubject.Run, Subject.Id), Ct));
    }

    [Fact]
    public async Task Many_deliverers_keep_the_order_of_each_channel_while_commits_go_on()
    {
        const int Count = 80;
        var delivered = new ConcurrentQueue<(string Channel, long Id)>();
        var busy = new ConcurrentDictionary<string, bool>();
        var said = Task.WhenAll(Enumerable.Range(0, Count).Select(n => Task.Run(
            () => (n % 2 == 0 ? Here : There).GetRequiredService<ILedger>().CommitAsync(
                new Changes { Say = [Some.Post($"{n}", new ChannelRef("local", "", $"C{n % 5}"))] }, Ct),
            Ct)));
        await ParallelAsync(8, async (replica, _) =>
        {
            var outbox = replica.GetRequiredService<IOutbox>();
            while (delivered.Count < Count)
            {
                if (await outbox.ClaimAsync(Some.Now, Some.In(30), Ct) is { } item)
                {
                    var channel = item.Message.Channel.ChannelId;
                    Assert.True(busy.TryAdd(channel, true), "two messages of one channel were held at once");
                    delivered.Enqueue((channel, item.Id));
                    await Task.Yield();
                    busy.TryRemove(channel, out var _);
                    await outbox.CompleteAsync(item, Ct);
                }
            }

            return true;
        });

        await said;
        Assert.Equal(Count, delivered.Select(item => item.Id).Distinct().Count());
        Assert.All(delivered.GroupBy(item => item.Channel), channel => Assert.Equal(channel.OrderBy(item => item.Id), channel));
        Assert.Equal(0, await CountAsync("outbox"));
    }
}
