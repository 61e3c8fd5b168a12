using System.Collections.Concurrent;
using IncidentBot.Commands;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Storage;
using IncidentBot.Storage;
using IncidentBot.Support;
using IncidentBot.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Server.Tests.Workers;

/// <summary>What one person's commands, and those that hang or kill, do to those of others.</summary>
public sealed class InboxWorkerTests : IAsyncLifetime
{
    private readonly TestSqlite store = new();
    private readonly ConcurrentQueue<string> begun = new();
    private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServiceProvider services = null!;
    private InboxWorker? worker;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => services = await store.ReplicaAsync();

    public async ValueTask DisposeAsync()
    {
        go.TrySetResult();
        if (worker is not null)
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
        }

        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_command_that_blocks_its_thread_as_SQLite_does_keeps_nobody_waiting()
    {
        await TypeAsync("U1", "/blocks");
        await TypeAsync("U2", "/quick");

        await StartAsync();

        await Eventually.TrueAsync(() => begun.Contains("U2 /quick"), "the other's command is done beside it");
        Assert.Contains("U1 /blocks", begun);
    }

    [Fact]
    public async Task As_many_as_there_are_places_and_more_that_hang_leave_one_for_a_decision()
    {
        for (var person = 0; person < 30; person++)
        {
            await TypeAsync($"U{person}", "/hangs");
        }

        await StartAsync();
        await Eventually.TrueAsync(() => begun.Count >= 8, "all places are taken");
        await TypeAsync("UAPPROVER", "/approve");

        await Eventually.TrueAsync(() => begun.Contains("UAPPROVER /approve"), "the decision is carried out while they hang");
    }

    [Fact]
    public async Task A_process_that_ends_waits_for_what_has_given_its_place_back()
    {
        await TypeAsync("U1", "/hangs");
        await StartAsync(new OtherPace(due => due / 100));
        await Eventually.TrueAsync(() => begun.Contains("U1 /hangs"), "it hangs");
        await TypeAsync("U2", "/quick");
        await Eventually.TrueAsync(() => begun.Contains("U2 /quick"), "another is done");

        await worker!.StopAsync(Ct);

        Assert.True(worker.ExecuteTask!.IsCompleted);
        Assert.Contains("U1 stopped", begun);
    }

    [Fact]
    public async Task Those_that_a_process_died_with_are_tried_one_after_the_other_so_that_the_next_death_counts_for_one()
    {
        for (var person = 0; person < 5; person++)
        {
            await TypeAsync($"U{person}", "/hangs");
            Assert.NotNull(await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct));
        }

        services = await store.ReplicaAsync();
        await StartAsync(new OtherPace(_ => Timeout.InfiniteTimeSpan));
        await Eventually.TrueAsync(async () => await CountAsync("held_by is not null") == 5, "all are taken");
        await TypeAsync("UNEW", "/quick");
        await Eventually.TrueAsync(() => begun.Contains("UNEW /quick"), "who has nothing to do with it is served");

        Assert.Single(begun, command => command.EndsWith("/hangs", StringComparison.Ordinal));
        Assert.Equal(1, await CountAsync("begun"));
        Assert.Equal(0, await CountAsync("crashes > 0"));
    }

    [Fact]
    public async Task What_takes_longer_than_it_is_held_is_held_for_longer()
    {
        await TypeAsync("U1", "/hangs");
        await StartAsync(new OtherPace(due => due / 100));
        await Eventually.TrueAsync(() => begun.Contains("U1 /hangs"), "it is under way");
        var until = await HeldUntilAsync();

        await Eventually.TrueAsync(async () => await HeldUntilAsync() is { } now && string.CompareOrdinal(now, until) > 0, "the claim is renewed");
    }

    private IInbox Inbox => services.GetRequiredService<IInbox>();

    private async Task TypeAsync(string user, string text) =>
        Assert.Equal(Receipt.New, await Inbox.AddAsync(Some.Message($"{user} {text}", user, text), Ct));

    private Task<long> CountAsync(string where) => services.GetRequiredService<IDatabase>().ReadAsync(
        session => session.FindAsync(new($"select count(*) from inbox where {where}"), row => row.GetInt64(0), Ct), Ct);

    private Task<string?> HeldUntilAsync() => services.GetRequiredService<IDatabase>().ReadAsync(
        session => session.FindAsync(new("select not_before from inbox"), row => row.IsDBNull(0) ? null : row.GetString(0), Ct), Ct);

    private Task StartAsync(TimeProvider? time = null)
    {
        var ledger = services.GetRequiredService<ILedger>();
        var dispatcher = new CommandDispatcher(
            new CommandReader(
            [
                Command("/quick", (_, _) => Task.CompletedTask),
                Command("/approve", (_, _) => Task.CompletedTask),
                Command("/hangs", async (context, ct) =>
                {
                    try
                    {
                        await go.Task.WaitAsync(ct);
                    }
                    catch (OperationCanceledException)
                    {
                        begun.Enqueue($"{context.Request.ReplyTo.To.UserId} stopped");
                        throw;
                    }
                }),
                Command("/blocks", (_, _) =>
                {
                    go.Task.Wait(CancellationToken.None);
                    return Task.CompletedTask;
                }),
            ]),
            new Identities(
                new PeopleDirectory([]),
                services.GetRequiredService<ILinkStore>(),
                new GroupPermissions([], [], TimeProvider.System, NullLogger<GroupPermissions>.Instance),
                [],
                [],
                Grants.None),
            ledger,
            new Redactor([]),
            TimeProvider.System,
            NullLogger<CommandDispatcher>.Instance);
        worker = new InboxWorker(Inbox, dispatcher, services.GetRequiredService<IWakeUp>(), time ?? TimeProvider.System, NullLogger<InboxWorker>.Instance);
        return worker.StartAsync(Ct);

        Command Command(string name, Func<CommandContext, CancellationToken, Task> work) =>
            new(name, [], "For a test", Permissions.Observe, async (context, ct) =>
            {
                begun.Enqueue($"{context.Request.ReplyTo.To.UserId} {name}");
                await work(context, ct);
                return await ledger.AnswerAsync(context.Request, Answer.Done(Card.Say("Done")), ct);
            });
    }

    /// <summary>Its timers ring when they are told, and not when they are due.</summary>
    private sealed class OtherPace(Func<TimeSpan, TimeSpan> paced) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : paced(dueTime), period);
    }
}
