using System.Globalization;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Mail;

/// <summary>What a letter says, in the order of the template for communication of the first runbook.</summary>
/// <param name="Happened">One sentence, or what somebody has written.</param>
internal sealed record MailFacts(string Happened)
{
    private const int LongestTitle = 300;
    private const int LongestText = 4000;
    private const int MostLines = 20;

    public required string Headline { get; init; }

    /// <summary>Status, since when, who is affected; each by its name.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>By service, and for how long.</summary>
    public IReadOnlyList<string> Noticed { get; init; } = [];

    public IReadOnlyList<string> Next { get; init; } = [];

    public static MailFacts Of(Incident incident, TimelineEntry entry, MailNews news, PeopleDirectory people, DateTimeOffset now) => new(
        Summary(incident, entry))
    {
        Headline = $"{Head(incident, news)}{Unreal(incident.Kind)}",
        Fields =
        [
            ("Status", Status(incident)),
            ("Severity", $"{incident.Severity}"),
            ("Impact", Impact(incident)),
            ("Since", Iso(Began(incident))),
            ("Affected", Affected(incident) is { Count: > 0 } services ? string.Join(", ", services) : "no service is known to be"),
            .. incident.IsOpen ? [] : OfEnd(Began(incident), Ended(incident) ?? entry.At),
        ],
        Noticed = [.. Durations(incident, now)],
        Next = [.. Steps(incident, people)],
    };

    /// <summary>What people have said of, and what the runbook expects; without those that somebody has looked at and found well.</summary>
    public static IReadOnlyList<string> Affected(Incident incident) =>
    [
        .. Confirmed(incident).Select(impact => impact.Service)
            .Concat(Suspected(incident).Select(service => service.Name))
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>What a subject begins with, so that nobody takes an exercise for the real thing.</summary>
    public static string Mark(IncidentKind kind) => kind switch
    {
        IncidentKind.Drill => "DRILL",
        IncidentKind.Maintenance => "MAINTENANCE",
        _ => "INCIDENT",
    };

    /// <summary>Cleaned before it is cut: half a secret is not known for one. A moment is written so that it reads the same in each zone.</summary>
    public MailFacts Cleaned(Func<string, string> clean)
    {
        string Text(string text, int longest) => Cut(Moment.Replace(clean(text), at => Iso(at)), longest);

        return new MailFacts(Text(Happened, LongestText))
        {
            Headline = Text(Headline, LongestTitle),
            Fields = [.. Fields.Select(field => (field.Name, Text(OneLine.Words(field.Value), LongestText)))],
            Noticed = [.. Noticed.Take(MostLines).Select(line => Text(OneLine.Words(line), LongestTitle))],
            Next = [.. Next.Take(MostLines).Select(line => Text(OneLine.Words(line), LongestTitle))],
        };
    }

    private static string Head(Incident incident, MailNews news) => news switch
    {
        MailNews.Opened => $"{incident.Label} has begun: {incident.Title}",
        MailNews.Joined => $"{incident.Label} goes on, and you are told of it from now on: {incident.Title}",
        MailNews.Severity => $"{incident.Label} is {incident.Severity} now: {incident.Title}",
        MailNews.Update => $"{incident.Label}, status update: {incident.Title}",
        MailNews.Resolved => $"{incident.Label} is resolved: {incident.Title}",
        MailNews.Cancelled => $"{incident.Label} is cancelled: {incident.Title}",
        MailNews.Reopened => $"{incident.Label} is not over, and is reopened: {incident.Title}",
        _ => $"{incident.Label} is closed: {incident.Title}",
    };

    private static string Unreal(IncidentKind kind) => kind switch
    {
        IncidentKind.Drill => ". This is a drill: nothing has happened",
        IncidentKind.Maintenance => ". This is planned work",
        IncidentKind.Backfilled => ". It is over, and is written down afterwards",
        _ => "",
    };

    /// <summary>In the words of the template, with the bot's own behind them.</summary>
    private static string Status(Incident incident) => incident.State switch
    {
        IncidentState.Declared or IncidentState.Assessing => $"investigating ({incident.State})",
        IncidentState.Mitigating or IncidentState.Verifying => $"mitigating ({incident.State})",
        IncidentState.Monitoring => $"mitigated, being watched ({incident.State})",
        _ => $"{incident.State}".ToLower(CultureInfo.InvariantCulture),
    };

    private static (string Name, string Value)[] OfEnd(DateTimeOffset began, DateTimeOffset ended) =>
        [("Until", Iso(ended)), ("Lasted", Duration.Words(ended - began))];

    private static string Summary(Incident incident, TimelineEntry entry) =>
        incident is { Cause: { Length: > 0 } cause, State: not IncidentState.Cancelled }
            ? $"{entry.Text.TrimEnd('.')}. Cause: {cause.TrimEnd('.')}."
            : entry.Text;

    private static string Impact(Incident incident) =>
        incident.State is IncidentState.Cancelled ? "none: it was cancelled"
        : Confirmed(incident) is { Count: > 0 } confirmed
            ? $"{(Ended(incident) is null ? "" : "over; it was ")}{string.Join("; ", confirmed.Select(impact => $"{impact.Service}: {impact.What}"))}"
        : Suspected(incident) is { Count: > 0 } suspected
            ? $"expected, and not confirmed yet: {string.Join(", ", suspected.Select(service => service.Name))}"
        : "none is known yet";

    /// <summary>Of each service for how long, as far as somebody has said; otherwise since the incident began.</summary>
    private static IEnumerable<string> Durations(Incident incident, DateTimeOffset now)
    {
        if (incident.State is IncidentState.Cancelled)
        {
            yield break;
        }

        var over = Ended(incident);
        foreach (var impact in Confirmed(incident))
        {
            var from = impact.From ?? Began(incident);
            yield return $"{impact.Service}: {impact.What.TrimEnd('.')}, {Length(from, impact.Until ?? over, now)}";
        }

        foreach (var service in Suspected(incident))
        {
            yield return $"{service.Name}: nobody has said, the runbook expects it, {Length(Began(incident), over, now)}";
        }
    }

    private static string Length(DateTimeOffset from, DateTimeOffset? until, DateTimeOffset now) =>
        $"{Duration.Words((until ?? now) - from)} {(until is null ? "so far" : "in all")} ({Iso(from)} to {(until is { } end ? Iso(end) : "now")})";

    private static IEnumerable<string> Steps(Incident incident, PeopleDirectory people)
    {
        foreach (var task in incident.Tasks.Where(task => task.IsOpen))
        {
            yield return $"{task.What.TrimEnd('.')} ({(task.Owner is { } owner ? people.NameOf(owner) : "nobody has it yet")}"
                + $"{(task.Due is { } due ? $", by {Iso(due)}" : "")})";
        }

        if (incident is { IsOpen: true, UpdatePromises: { } promises })
        {
            yield return $"Next update by {Iso(promises.Due)}";
        }
        else if (incident.IsOpen)
        {
            yield return incident.Assignee is { } assignee ? $"{people.NameOf(assignee)} works on it" : "Somebody takes it";
        }
        else
        {
            yield return "Nothing more is told, unless it is reopened";
        }
    }

    private static List<Impact> Confirmed(Incident incident) => [.. incident.Impacts.Where(impact => !impact.IsStruck)];

    private static List<AffectedService> Suspected(Incident incident) => incident.Runbook is not { } runbook ? []
        : [.. runbook.Services.Where(service => !incident.Impacts.Any(impact => impact.Service.Equals(service.Name, StringComparison.OrdinalIgnoreCase)))];

    private static DateTimeOffset Began(Incident incident) => Confirmed(incident).Min(impact => impact.From) ?? incident.OpenedAt;

    private static DateTimeOffset? Ended(Incident incident) => incident.MitigatedAt ?? incident.ResolvedAt ?? incident.ClosedAt;

    private static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1)}…";
}
