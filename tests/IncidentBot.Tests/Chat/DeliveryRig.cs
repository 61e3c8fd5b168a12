using IncidentBot.Chat;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Chat;

/// <summary>The outbox of a <see cref="ChatRig"/>, delivered to a <see cref="FakePlatform"/>.</summary>
internal sealed class DeliveryRig
{
    public DeliveryRig() => Delivery = new OutboxDelivery(
        [Platform], Chat.Store.Outbox, Chat.Live, new Redactor(["hunter2"]), Chat.Room.Time, NullLogger<OutboxDelivery>.Instance);

    public ChatRig Chat { get; } = new();
    public FakePlatform Platform { get; } = new();
    public OutboxDelivery Delivery { get; }
    public InMemoryOutbox Outbox => Chat.Store.Outbox;

    public Task SayAsync(params Outgoing[] messages) => Chat.Store.CommitAsync(new Changes { Say = messages }, default);

    /// <summary>Delivers the next message that is due; null when none is.</summary>
    public async Task<OutboxItem?> DeliverOneAsync()
    {
        var now = Chat.Room.Time.GetUtcNow();
        var item = await Outbox.ClaimAsync(now, now.AddMinutes(1), default);
        if (item is not null)
        {
            await Delivery.DeliverAsync(item, default);
        }

        return item;
    }

    public async Task DeliverAllAsync()
    {
        while (await DeliverOneAsync() is not null)
        {
        }
    }

    /// <summary>How long it takes until the next message is due again, in steps of a second.</summary>
    public async Task<int> SecondsUntilDueAsync()
    {
        for (var waited = 0; waited < 3600; waited++)
        {
            var now = Chat.Room.Time.GetUtcNow();
            if (await Outbox.ClaimAsync(now, now, default) is not null)
            {
                return waited;
            }

            Chat.Room.Time.Advance(TimeSpan.FromSeconds(1));
        }

        return -1;
    }
}
