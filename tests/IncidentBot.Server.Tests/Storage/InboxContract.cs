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
            Assert.True(await Inbox.AddAsync(message, Ct));
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

        Assert.False(await Inbox.AddAsync(Some.Message("m1", "U2", "/redis flush"), Ct));

        Assert.Equal("/redis ping", (await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct))!.Message.Text);
        await CommitAsync(new Changes { Consumes = "m1" });
        Assert.False(await Inbox.AddAsync(Some.Message("m1"), Ct));
        Assert.Null(await ClaimAsync(100));
    }

    [Fact]
    public async Task The_same_request_received_four_times_at_once_is_one_row()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = $"m{round}";
            var added = await ParallelAsync(4, (replica, n) => replica.GetRequiredService<IInbox>().AddAsync(Some.Message(key, $"U{n}"), Ct));

            Assert.Single(added, isNew => isNew);
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
