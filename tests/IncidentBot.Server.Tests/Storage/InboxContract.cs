using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class InboxContract(TestStore store) : StoreContract(store)
{
    private IInbox Inbox => Here.GetRequiredService<IInbox>();

    private async Task AddAsync(params InboxMessage[] messages)
    {
        foreach (var message in messages)
        {
            Assert.Equal(Receipt.New, await Inbox.AddAsync(message, Ct));
        }
    }

    private async Task<string?> ClaimAsync(double at = 0) => (await Inbox.ClaimAsync(Some.In(at), Some.In(at + 30), Ct))?.Message.Key;

    [Fact]
    public async Task Any_message_comes_back_as_it_was_received()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var message = new Some(seed).AnyMessage();
            await AddAsync(message);

            Assert.Equal(message, (await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct))!.Message);
            await CommitAsync(new Changes { Consumes = message.Key });
        }
    }

    [Fact]
    public async Task The_same_request_is_received_once()
    {
        await AddAsync(Some.Message("m1"));

        Assert.Equal(Receipt.Known, await Inbox.AddAsync(Some.Message("m1", "U2", "/redis flush"), Ct));

        Assert.Equal("/redis ping", (await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct))!.Message.Text);
        await CommitAsync(new Changes { Consumes = "m1" });
        Assert.Equal(Receipt.Known, await Inbox.AddAsync(Some.Message("m1"), Ct));
        Assert.Null(await ClaimAsync(100));
    }

    [Fact]
    public async Task The_same_request_received_four_times_at_once_is_one_row()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = $"m{round}";
            var added = await ParallelAsync(4, (replica, n) => replica.GetRequiredService<IInbox>().AddAsync(Some.Message(key, $"U{n}"), Ct));

            Assert.Single(added, receipt => receipt is Receipt.New);
        }

        Assert.Equal(10, await CountAsync("inbox"));
    }

    [Fact]
    public async Task The_oldest_is_taken_first_and_those_of_other_accounts_beside_it()
    {
        await AddAsync(Some.Message("a1", "U1"), Some.Message("a2", "U1"), Some.Message("b1", "U2"));

        Assert.Equal("a1", await ClaimAsync());
        Assert.Equal("b1", await ClaimAsync());
        Assert.Null(await ClaimAsync());

        await CommitAsync(new Changes { Consumes = "a1" });
        Assert.Equal("a2", await ClaimAsync());
    }

    [Fact]
    public async Task Who_has_sent_little_does_not_wait_for_all_of_somebody_who_has_sent_much()
    {
        for (var n = 0; n < 50; n++)
        {
            await AddAsync(Some.Message($"flood{n:00}", "U1"));
        }

        await AddAsync(Some.Message("a1", "U2"), Some.Message("a2", "U2"), Some.Message("b1", "U3"));

        var taken = new List<string>();
        while (taken.Count < 53 && await ClaimAsync() is { } key)
        {
            taken.Add(key);
            await CommitAsync(new Changes { Consumes = key });
        }

        Assert.Equal(["flood00", "a1", "b1", "flood01", "a2", "flood02", "flood03"], taken.Take(7));
        Assert.Equal(53, taken.Count);
    }

    [Fact]
    public async Task A_decision_goes_first_unless_its_account_has_more_waiting()
    {
        await AddAsync(Some.Message("read", "U1"), Some.Message("another", "U2"));
        await AddAsync(Some.Message("approval", "U3", "/approve R-1 7c1e2d49"), Some.Message("second approval", "U3", "/approve R-2 7c1e2d49"));
        await AddAsync(Some.Message("behind", "U4"), Some.Message("cancelled", "U4", "/run cancel R-1"));

        var taken = new List<string>();
        while (taken.Count < 6 && await ClaimAsync() is { } key)
        {
            taken.Add(key);
            await CommitAsync(new Changes { Consumes = key });
        }

        Assert.Equal(["approval", "read", "another", "behind", "second approval", "cancelled"], taken);
    }

    [Fact]
    public async Task Of_one_account_no_more_wait_than_may_and_what_is_too_many_is_nowhere()
    {
        for (var n = 0; n < Inbox.MostWaiting; n++)
        {
            await AddAsync(Some.Message($"m{n}"));
        }

        Assert.Equal(Receipt.TooMany, await Inbox.AddAsync(Some.Message("one more"), Ct));
        Assert.Equal(Receipt.Known, await Inbox.AddAsync(Some.Message("m3"), Ct));
        Assert.Equal(Receipt.New, await Inbox.AddAsync(Some.Message("of another", "U2"), Ct));
        Assert.Equal(200, Inbox.MostWaiting);
        Assert.Equal(201, await CountAsync("inbox"));

        await CommitAsync(new Changes { Consumes = "m0" });
        Assert.Equal(Receipt.New, await Inbox.AddAsync(Some.Message("one more"), Ct));
    }

    [Fact]
    public async Task Only_a_death_over_what_had_begun_counts()
    {
        await AddAsync(Some.Message("m1"));
        var first = (await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct))!;
        await ReleaseAsync();
        var second = (await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct))!;
        await Inbox.BeginAsync(second, Ct);
        await ReleaseAsync();
        var third = (await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct))!;
        await Inbox.BeginAsync(third, Ct);
        var fourth = (await Inbox.ClaimAsync(Some.In(30), Some.In(60), Ct))!;
        await Inbox.BeginAsync(third, Ct);
        await ReleaseAsync();
        var fifth = (await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct))!;
        await Inbox.BeginAsync(fifth, Ct);
        await Here.GetRequiredService<SqlReplicas>().LeaveAsync(Ct);
        var sixth = (await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct))!;

        // Taken; begun; begun and run out; not the one that had begun; begun and stopped in order.
        Assert.Equal([0, 0, 1, 1, 1, 1], [.. new[] { first, second, third, fourth, fifth, sixth }.Select(claimed => claimed.Crashes)]);

        async Task ReleaseAsync()
        {
            foreach (var release in SqlReplicas.Release(Here.GetRequiredService<Replica>().Id))
            {
                await Database.ChangeAsync(session => session.ExecuteAsync(release, Ct), Ct);
            }
        }
    }

    [Fact]
    public async Task What_is_held_for_longer_is_not_taken_by_others()
    {
        await AddAsync(Some.Message("m1"));
        var claimed = (await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct))!;

        await Inbox.HoldAsync(claimed, Some.In(300), Ct);
        Assert.Null(await ClaimAsync(299));
        Assert.Equal("m1", await ClaimAsync(300));

        await Inbox.HoldAsync(claimed, Some.In(9000), Ct);
        Assert.Equal("m1", await ClaimAsync(330));
    }

    [Fact]
    public async Task One_user_id_in_two_workspaces_is_two_accounts()
    {
        await AddAsync(Some.Message("a"), Some.Message("b") with { From = new("slack", "T9", "U1") });

        Assert.Equal("a", await ClaimAsync());
        Assert.Equal("b", await ClaimAsync());
    }

    [Fact]
    public async Task A_message_whose_holder_died_is_taken_again_before_the_next_of_its_account()
    {
        await AddAsync(Some.Message("a1"), Some.Message("a2"));
        Assert.Equal(1, (await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct))!.Attempt);
        Assert.Null(await ClaimAsync(29.9));

        var again = await Inbox.ClaimAsync(Some.In(30), Some.In(60), Ct);

        Assert.Equal(("a1", 2), (again!.Message.Key, again.Attempt));
        Assert.Null(await ClaimAsync(31));
    }

    [Fact]
    public async Task Many_claimers_never_hold_one_message_twice_and_keep_the_order_of_each_account()
    {
        for (var n = 0; n < 60; n++)
        {
            await AddAsync(Some.Message($"{n:00}", $"U{n % 6}"));
        }

        var held = new HashSet<string>();
        var handled = new List<InboxMessage>();
        await ParallelAsync(8, async (replica, _) =>
        {
            var (inbox, ledger) = (replica.GetRequiredService<IInbox>(), replica.GetRequiredService<ILedger>());
            while (true)
            {
                if (await inbox.ClaimAsync(Some.Now, Some.In(30), Ct) is not { } claimed)
                {
                    lock (held)
                    {
                        if (handled.Count == 60)
                        {
                            return true;
                        }
                    }

                    continue;
                }

                lock (held)
                {
                    Assert.True(held.Add(claimed.Message.From.UserId), "two messages of one account were held at once");
                    handled.Add(claimed.Message);
                }

                await Task.Yield();
                lock (held)
                {
                    held.Remove(claimed.Message.From.UserId);
                }

                Assert.Equal(CommitResult.Committed, await ledger.CommitAsync(new Changes { Consumes = claimed.Message.Key }, Ct));
            }
        });

        Assert.Equal(60, handled.Select(message => message.Key).Distinct().Count());
        Assert.All(
            handled.GroupBy(message => message.From),
            account => Assert.Equal(account.Order(Comparer<InboxMessage>.Create((a, b) => string.CompareOrdinal(a.Key, b.Key))), account));
    }

    [Fact]
    public async Task Messages_that_arrive_while_others_are_taken_keep_their_order()
    {
        const int Count = 40;
        var taken = new List<int>();
        var adding = Task.Run(
            async () =>
            {
                for (var n = 0; n < Count; n++)
                {
                    await There.GetRequiredService<IInbox>().AddAsync(Some.Message($"{n}"), Ct);
                }
            },
            Ct);
        while (taken.Count < Count)
        {
            if (await ClaimAsync() is { } key)
            {
                taken.Add(int.Parse(key, System.Globalization.CultureInfo.InvariantCulture));
                await CommitAsync(new Changes { Consumes = key });
            }
        }

        await adding;
        Assert.Equal(Enumerable.Range(0, Count), taken);
    }

    [Fact]
    public async Task A_finished_request_keeps_its_key_and_nothing_that_was_typed()
    {
        await AddAsync(Some.Message("m1", text: "/secret"));
        await CommitAsync(new Changes { Consumes = "m1" });

        Assert.Equal(1, await CountAsync("inbox where finished and body is null"));
    }

    [Fact]
    public async Task Old_requests_are_forgotten_once_they_are_finished()
    {
        await AddAsync(Some.Message("a"), Some.Message("b"), Some.Message("c"), Some.Message("waiting"));
        foreach (var key in "abc")
        {
            await CommitAsync(new Changes { Consumes = $"{key}" });
        }

        Assert.Equal(0, await ForgetAsync(Some.Now));
        Assert.Equal(2, await ForgetAsync(Some.In(1)));
        Assert.Equal(1, await ForgetAsync(Some.In(1)));
        Assert.Equal("waiting", await ClaimAsync());

        Task<int> ForgetAsync(DateTimeOffset before) => Database.ChangeAsync(session => session.ExecuteAsync(SqlInbox.Forget(before, 2), Ct), Ct);
    }
}
