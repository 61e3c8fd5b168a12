using IncidentBot.Chat;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Tests.Chat;

/// <summary>A platform that writes down what it is given, or fails as the test says.</summary>
internal sealed class FakePlatform : IChatPlatform
{
    public string Name => "local";

    /// <summary>For example <c>post ops: Title</c>, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What each post and answer was given beside its card.</summary>
    public List<Delivery> Deliveries { get; } = [];

    /// <summary>Thrown by whatever is asked next and after that, by the name of the call; null to accept.</summary>
    public Func<string, Exception?> Fails { get; set; } = _ => null;

    /// <summary>Until this ends, so does no answer.</summary>
    public TaskCompletionSource? Holds { get; set; }

    public ChannelRef ChannelFor(int incidentNumber, string title, ChannelRef origin) => origin;

    public Task<string> PostAsync(ChannelRef channel, Card card, Delivery delivery, CancellationToken ct)
    {
        Record("post", channel.ChannelId, card, delivery);
        return Task.FromResult($"message-{Calls.Count(call => call.StartsWith("post", StringComparison.Ordinal))}");
    }

    public Task<string> PostUnderAsync(ChannelRef channel, string messageId, Card card, Delivery delivery, CancellationToken ct)
    {
        Record("under", messageId, card, delivery);
        return Task.FromResult("reply");
    }

    public Task UpdateAsync(ChannelRef channel, string messageId, Card card, CancellationToken ct)
    {
        Record("update", messageId, card, null);
        return Task.CompletedTask;
    }

    public Task NoticeAsync(Account to, Card card, Delivery delivery, CancellationToken ct)
    {
        Record("notice", to.UserId, card, delivery);
        return Task.CompletedTask;
    }

    public Task<string?> WhyNotAloneAsync(Account to, CancellationToken ct) => Task.FromResult<string?>(null);

    public Task ReplyAsync(ReplyAddress to, Card card, Delivery delivery, CancellationToken ct)
    {
        Record("reply", to.To.UserId, card, delivery);
        return Holds?.Task ?? Task.CompletedTask;
    }

    private void Record(string call, string where, Card card, Delivery? delivery)
    {
        Calls.Add($"{call} {where}: {card.Title}");
        if (delivery is not null)
        {
            Deliveries.Add(delivery);
        }

        if (Fails(call) is { } failure)
        {
            throw failure;
        }
    }
}
