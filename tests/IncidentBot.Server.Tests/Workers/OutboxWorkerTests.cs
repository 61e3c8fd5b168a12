using IncidentBot.Chat;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Storage;
using IncidentBot.Storage;
using IncidentBot.Support;
using IncidentBot.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Server.Tests.Workers;

public sealed class OutboxWorkerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delivery_that_hangs_is_broken_off_while_its_claim_lasts_so_that_the_next_one_does_not_meet_it()
    {
        await using var store = new TestSqlite();
        var services = await store.ReplicaAsync();
        var outbox = services.GetRequiredService<IOutbox>();
        var platform = new HangingPlatform();
        var delivery = new OutboxDelivery(
            [platform],
            outbox,
            new LiveCards(null!, null!, null!, null!, null!, null!),
            new Redactor([]),
            TimeProvider.System,
            NullLogger<OutboxDelivery>.Instance);
        using var worker = new OutboxWorker(outbox, delivery, services.GetRequiredService<IWakeUp>(), new ImpatientTime(), NullLogger<OutboxWorker>.Instance);
        await services.GetRequiredService<ILedger>().CommitAsync(new Changes { Say = [Some.Post("hangs")] }, Ct);

        await worker.StartAsync(Ct);
        await Eventually.TrueAsync(() => platform.BrokenOff, "the delivery is broken off");
        Assert.Null(await outbox.ClaimAsync(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow(), Ct));
        await worker.StopAsync(Ct);

        var later = TimeProvider.System.GetUtcNow().AddMinutes(1);
        Assert.NotNull((await outbox.ClaimAsync(later, later, Ct))!.UnsettledSince);
    }

    /// <summary>Its timers go off a hundred times too early.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime / 100, period);
    }

    private sealed class HangingPlatform : IChatPlatform
    {
        public string Name => Some.Ops.Platform;

        public bool BrokenOff { get; private set; }

        public ChannelRef ChannelFor(int incidentNumber, string title, ChannelRef origin) => origin;

        public async Task<string> PostAsync(ChannelRef channel, Card card, Delivery delivery, CancellationToken ct)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, ct);
            }
            finally
            {
                BrokenOff = true;
            }

            return "";
        }

        public Task UpdateAsync(ChannelRef channel, string messageId, Card card, CancellationToken ct) => throw new NotSupportedException();

        public Task ReplyAsync(ReplyAddress to, Card card, Delivery delivery, CancellationToken ct) => throw new NotSupportedException();
    }
}
