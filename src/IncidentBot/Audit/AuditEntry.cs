using System.Globalization;
using System.Text;
using System.Text.Json;
using IncidentBot.People;

namespace IncidentBot.Audit;

/// <summary>One fact for the record: who did what to what. Text is redacted before it gets here.</summary>
/// <param name="Actor">Null when the bot itself acted.</param>
/// <param name="Subject">What it is about: <c>R-12</c>, <c>INC-3</c>, <c>redis.ping on primary</c>.</param>
public sealed record AuditEntry(DateTimeOffset At, PersonId? Actor, AuditKind Kind, string Subject)
{
    public IReadOnlyDictionary<string, string> Detail { get; init; } = new Dictionary<string, string>();

    public static AuditEntry Of(DateTimeOffset at, PersonId? actor, AuditKind kind, string subject, AuditFact fact) =>
        new(at, actor, kind, subject) { Detail = fact.Details };

    /// <summary>With each of its texts as it comes out of this; to be chained afterwards.</summary>
    public AuditEntry Cleaned(Func<string, string> clean) =>
        this with { Subject = clean(Subject), Detail = Detail.ToDictionary(detail => detail.Key, detail => clean(detail.Value)) };

    /// <summary>The bytes that are chained: compact JSON, properties in this order, details sorted by name.</summary>
    public string ToCanonicalJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("at", At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("actor", Actor?.Value ?? "bot");
            json.WriteString("kind", Kind.ToString());
            json.WriteString("subject", Subject);
            json.WriteStartObject("detail");
            foreach (var (name, value) in Detail.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}

public enum AuditKind
{
    /// <summary>A read or a plan is about to touch a target.</summary>
    Intended,
    Planned,
    Approved,
    Rejected,

    /// <summary>A run is about to change a target.</summary>
    Started,
    Finished,
    Refused,
    Expired,
    CancelRequested,

    /// <summary>A run was found abandoned, or was closed by hand.</summary>
    Unknown,
    Reviewed,
    Incident,
    Checked,

    /// <summary>Alerts were silenced, or are told again.</summary>
    Silenced,

    /// <summary>Somebody has enabled or tried a webhook, or had it told again.</summary>
    Webhook,

    /// <summary>Somebody has tried a list of e-mail addresses.</summary>
    Mail,

    /// <summary>Somebody has said whether the watch was right.</summary>
    Watch,

    /// <summary>Somebody has signed in to the pages, or out.</summary>
    SignedIn,

    Anchored,
}
