using System.Security.Cryptography;
using IncidentBot.Execution;
using IncidentBot.Storage;

namespace IncidentBot.Mail;

/// <summary>Sends what is due, and decides what becomes of it.</summary>
internal sealed partial class MailDeliveries(SqlMail store, MailSender sender, Redactor redactor, TimeProvider time, ILogger<MailDeliveries> log)
{
    /// <summary>Between the attempts for a letter that the server has put off; the last of them from then on.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)];

    /// <summary>How it stood yesterday is no news.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>Longer than an attempt takes.</summary>
    private static readonly TimeSpan Hold = MailSender.Limit * 4;

    private readonly ServerPause pause = new();

    /// <returns>What is to be done about one that is due; null where nothing is, or the server is left alone for a while.</returns>
    public async Task<Func<CancellationToken, Task>?> ClaimAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return !pause.Holds(now) && await store.ClaimAsync(now, now + Hold, ct) is { } delivery ? stop => DeliverAsync(delivery, stop) : null;
    }

    private async Task DeliverAsync(MailDelivery delivery, CancellationToken ct)
    {
        var answer = await sender.SendAsync(delivery, ct);
        var attempt = Of(delivery, answer, time.GetUtcNow());

        // It was sent: that is written down also while the bot stops.
        await store.SettleAsync(delivery, attempt, CancellationToken.None);
        if (attempt.State is MailState.GivenUp)
        {
            LogGivenUp(delivery.What, delivery.Label, delivery.List, delivery.Address, attempt.Failure!);
        }
    }

    private MailAttempt Of(MailDelivery delivery, MailAnswer answer, DateTimeOffset now)
    {
        var until = pause.After(answer, now);
        if (answer.Failure is null)
        {
            return new MailAttempt(now, null);
        }

        var next = answer.IsOfServer ? until : now + Jittered(Pauses[Math.Min(delivery.Attempt, Pauses.Count) - 1]);
        return new MailAttempt(now, redactor.Clean(answer.Failure)) { Next = answer.IsFinal || next > delivery.CreatedAt + Patience ? null : next };
    }

    /// <summary>Up to a tenth more, so that what was put off together does not come back together.</summary>
    private static TimeSpan Jittered(TimeSpan pause) => pause + (pause / 10 * (RandomNumberGenerator.GetInt32(1001) / 1000.0));

    [LoggerMessage(Level = LogLevel.Error, Message = "The e-mail '{What}' of {Label} to {Address} of {List} was given up: the mail server {Reason}")]
    private partial void LogGivenUp(string what, string label, string list, string address, string reason);
}
