using System.Net;
using System.Security.Cryptography;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Webhooks;

/// <summary>Tells an endpoint what is due, and decides what becomes of it.</summary>
internal sealed partial class WebhookDeliveries(
    SqlWebhooks store, WebhookSender sender, IOptions<WebhooksOptions> options, TimeProvider time, ILogger<WebhookDeliveries> log)
{
    /// <summary>Between the attempts: the first is made at once, and after the last of these it is given up.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
        TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>Whatever an endpoint asks for.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Longer than an attempt takes.</summary>
    private static readonly TimeSpan Hold = WebhookSender.Limit * 4;

    private readonly IReadOnlyList<string> names = [.. options.Value.Active.Select(endpoint => endpoint.Key)];
    private int turn;

    /// <returns>What is to be done about one that is due; null where nothing is.</returns>
    public async Task<Func<CancellationToken, Task>?> ClaimAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var due = await store.DueAsync(names, now, ct);

        // Another one is the first each time, so that nobody is told before all others for ever.
        var first = Interlocked.Increment(ref turn) & int.MaxValue;
        for (var at = 0; at < due.Count; at++)
        {
            if (await store.ClaimAsync(due[(first + at) % due.Count], now, now + Hold, ct) is { } delivery)
            {
                return stop => DeliverAsync(delivery, stop);
            }
        }

        return null;
    }

    private async Task DeliverAsync(WebhookDelivery delivery, CancellationToken ct)
    {
        var answer = await sender.SendAsync(options.Value.Endpoints[delivery.Endpoint], delivery, ct);
        var attempt = Of(delivery, answer, time.GetUtcNow());

        // It was sent: that is written down also while the bot stops.
        await store.SettleAsync(delivery, attempt, CancellationToken.None);
        if (attempt.Disables)
        {
            LogDisabled(delivery.Endpoint);
        }
        else if (attempt.State is WebhookState.GivenUp)
        {
            LogGivenUp(delivery.Type, delivery.Subject, delivery.Endpoint, attempt.Failure!);
        }
    }

    private static WebhookAttempt Of(WebhookDelivery delivery, WebhookAnswer answer, DateTimeOffset now)
    {
        var attempt = new WebhookAttempt(now, answer.Status, answer.Failure);
        if (answer.Failure is null)
        {
            return attempt;
        }

        var asked = answer.RetryAfter is { } wanted && wanted > TimeSpan.Zero ? wanted < LongestPause ? wanted : LongestPause : TimeSpan.Zero;
        return attempt with
        {
            Disables = answer.Status == (int)HttpStatusCode.Gone,
            PausedUntil = asked > TimeSpan.Zero ? now + asked : null,
            Next = delivery.Attempt <= Pauses.Count ? now + Longer(Jittered(Pauses[delivery.Attempt - 1]), asked) : null,
        };
    }

    /// <summary>Up to a tenth more, so that what has failed together does not come back together.</summary>
    private static TimeSpan Jittered(TimeSpan pause) => pause + (pause / 10 * (RandomNumberGenerator.GetInt32(1001) / 1000.0));

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The webhook {Endpoint} says that it is gone: it is told nothing more until somebody types /webhooks enable and its name")]
    private partial void LogDisabled(string endpoint);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Type} of {Subject} was given up: the webhook {Endpoint} {Reason}")]
    private partial void LogGivenUp(string type, string subject, string endpoint, string reason);
}
