using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;

namespace IncidentBot.Storage;

/// <summary>
/// Everything that one decision writes. <see cref="ILedger.CommitAsync"/> writes all of it or none, so an incident never
/// changes without its timeline, its audit entry and what is to be said about it.
/// </summary>
public sealed record Changes
{
    /// <summary>The request that this answers: its inbox row is finished in the same transaction, so a retry finds nothing to do.</summary>
    public string? Consumes { get; init; }

    /// <summary>Kept with the request that this answers.</summary>
    public Answer? Answer { get; init; }

    /// <summary>The due item that this carries out, finished in the same transaction.</summary>
    public long? Completes { get; init; }

    /// <summary>Inserted at version 0, otherwise updated where the stored version is still the one that was read.</summary>
    public Incident? Incident { get; init; }

    /// <summary>Inserted at version 0, otherwise updated where the stored version is still the one that was read.</summary>
    public Run? Run { get; init; }

    /// <summary>Kept where no incident has pinned the same text before.</summary>
    public PinnedRunbook? Pin { get; init; }

    /// <summary>A link between two accounts of one human, as far as it has come.</summary>
    public LinkOffer? Link { get; init; }

    /// <summary>A link that is taken back, or has ended and makes room for <see cref="Link"/>; nothing where it is another one by now.</summary>
    public AccountLink? Unlink { get; init; }

    /// <summary>What alerts say, and where they count from now on.</summary>
    public AlertChanges Alerts { get; init; } = AlertChanges.None;

    public WebhookChanges Webhooks { get; init; } = WebhookChanges.None;

    public MailChanges Mail { get; init; } = MailChanges.None;

    /// <summary>What somebody has said of breaches of the watch.</summary>
    public WatchVerdicts? Verdicts { get; init; }

    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];
    public IReadOnlyList<AuditEntry> Audit { get; init; } = [];
    public IReadOnlyList<Outgoing> Say { get; init; } = [];
    public IReadOnlyList<Appointment> Schedule { get; init; } = [];

    /// <summary>Keys of appointments that no longer matter.</summary>
    public IReadOnlyList<string> Unschedule { get; init; } = [];
}

/// <param name="Key">One waiting row per key: a new one replaces it. For example <c>soak:INC-3</c>.</param>
/// <param name="Kind">What to do then; see <see cref="AppointmentKind"/>.</param>
/// <param name="Subject">The incident or run.</param>
public sealed record Appointment(string Key, AppointmentKind Kind, Guid Subject, DateTimeOffset DueAt);
