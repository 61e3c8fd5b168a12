using System.Diagnostics;
using IncidentBot.Storage;
using IncidentBot.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class WakeUpContract(TestStore store) : StoreContract(store)
{
    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    protected static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(120);

    protected IWakeUp WakeUp => Here.GetRequiredService<IWakeUp>();

    /// <returns>False when the whole time passed.</returns>
    protected async Task<bool> IsWokenAsync(TimeSpan timeout)
    {
        var watch = Stopwatch.StartNew();
        await WakeUp.WaitAsync(timeout, Ct);
        return watch.Elapsed < timeout * 0.9;
    }

    /// <summary>Until nothing wakes any more: what is left of starting up is over.</summary>
    protected async Task QuietAsync()
    {
        while (await IsWokenAsync(Brief))
        {
        }
    }

    [Fact]
    public Task Without_a_commit_the_wait_ends_by_itself() =>
        Eventually.TrueAsync(async () => !await IsWokenAsync(Brief), "a wait ends by itself once starting up is over");

    [Fact]
    public async Task A_commit_wakes_everyone_who_waits()
    {
        await QuietAsync();
        var waiting = Enumerable.Range(0, 3).Select(_ => IsWokenAsync(Patience)).ToList();

        await CommitAsync(new Changes { Say = [Some.Post("a")] });

        Assert.All(await Task.WhenAll(waiting), Assert.True);
    }

    [Fact]
    public async Task A_received_message_wakes()
    {
        await QuietAsync();
        var waiting = IsWokenAsync(Patience);

        await Here.GetRequiredService<IInbox>().AddAsync(Some.Message("m1"), Ct);

        Assert.True(await waiting);
    }

    [Fact]
    public async Task A_commit_that_was_made_just_before_the_wait_began_still_wakes()
    {
        await QuietAsync();

        // A busy machine may take longer from the one to the other than "just before" is.
        var commit = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                await CommitAsync(new Changes { Say = [Some.Post($"a{++commit}")] });
                return await IsWokenAsync(TimeSpan.FromSeconds(1));
            },
            "a commit that was made before wakes");
    }

    [Fact]
    public async Task What_was_refused_wakes_nobody()
    {
        await Here.GetRequiredService<IInbox>().AddAsync(Some.Message("m1"), Ct);
        await QuietAsync();

        // What is left of starting up may come late, and not every time.
        await Eventually.TrueAsync(
            async () =>
            {
                var waiting = IsWokenAsync(Brief);
                await Ledger.CommitAsync(new Changes { Consumes = "never received" }, Ct);
                await Here.GetRequiredService<IInbox>().AddAsync(Some.Message("m1"), Ct);
                return !await waiting;
            },
            "what was refused wakes nobody");
    }

    [Fact]
    public async Task A_wait_can_be_called_off()
    {
        await QuietAsync();
        using var off = new CancellationTokenSource();
        var waiting = WakeUp.WaitAsync(Patience, off.Token);

        await off.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
