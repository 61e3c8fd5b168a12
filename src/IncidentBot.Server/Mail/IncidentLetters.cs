using System.Globalization;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using Microsoft.Extensions.Options;

namespace IncidentBot.Mail;

/// <summary>
/// Which entries of a timeline are told by e-mail, and to which lists. A list that was told of the start is told of the end, whatever the
/// incident and the settings have become. Of a private incident nothing is told.
/// </summary>
internal sealed class IncidentLetters(IOptions<MailOptions> options, Redactor redactor, PeopleDirectory people, TimeProvider time)
{
    private readonly LetterMaker maker = new(options.Value);

    /// <param name="threads">The lists that were told of the incident before.</param>
    public MailChanges Of(Incident incident, TimelineEntry entry, IReadOnlyList<MailThread> threads)
    {
        if (incident.IsPrivate || MailNewsOf.Entry(entry) is not { } news)
        {
            return MailChanges.None;
        }

        var affected = MailFacts.Affected(incident);
        var concerned = options.Value.To.Where(list => list.Value.IsConcernedBy(incident, affected)).Select(list => list.Key);
        var letters = new List<MailLetter>();
        var told = new List<MailThread>();
        foreach (var list in threads.Select(thread => thread.List).Union(concerned, StringComparer.OrdinalIgnoreCase))
        {
            var before = threads.FirstOrDefault(thread => thread.List.Equals(list, StringComparison.OrdinalIgnoreCase));
            if (For(incident, news, before) is { } about)
            {
                var thread = Next(incident, entry, list, before, news);
                told.Add(thread);
                letters.AddRange(Write(thread, isFirst: before is null, about, incident, entry));
            }
        }

        return new MailChanges { Letters = letters, Threads = told };
    }

    /// <summary>Tells a list that somebody tries it.</summary>
    public IEnumerable<MailLetter> Test(string list, string by)
    {
        var now = time.GetUtcNow();
        var body = new MailFacts($"{by} tries whether letters of the bot arrive. Nothing has happened.") { Headline = "Test" };
        var id = maker.Id(list, $"{Guid.CreateVersion7(now):N}");
        return options.Value.To[list].Addresses.Select(address => new MailLetter(
            list,
            id,
            address,
            "test",
            "test",
            maker.Write(new Envelope(list, address, "[TEST] The bot tries this list", id, null, now), body.Cleaned(redactor.Clean)),
            now));
    }

    /// <summary>What this list is told of it; null for nothing.</summary>
    private static MailNews? For(Incident incident, MailNews news, MailThread? before) => (news, before) switch
    {
        (MailNews.Opened, null) => MailNews.Opened,
        (_, null) => incident.IsOpen ? MailNews.Joined : null,
        (MailNews.Opened or MailNews.Joined, _) => null,
        (MailNews.Closed, { IsOver: true }) => null,
        _ => news,
    };

    /// <summary>Whoever was told stays: an address that was taken out of a list meanwhile is told of the end too.</summary>
    private MailThread Next(Incident incident, TimelineEntry entry, string list, MailThread? before, MailNews news)
    {
        var addresses = options.Value.To.TryGetValue(list, out var now) ? now.Addresses : [];
        return before is null
            ? new(incident.Id, list, Subject(incident), maker.Id(list, $"incident-{incident.Id.Value:N}"), addresses, news.IsEnd(), entry.At)
            : before with
            {
                Addresses = [.. before.Addresses.Union(addresses, StringComparer.OrdinalIgnoreCase)],
                IsOver = news.IsEnd() || (before.IsOver && news is not MailNews.Reopened),
                At = entry.At,
            };
    }

    private IEnumerable<MailLetter> Write(MailThread thread, bool isFirst, MailNews news, Incident incident, TimelineEntry entry)
    {
        var now = time.GetUtcNow();
        var id = isFirst ? thread.RootId : maker.Id(thread.List, $"{Guid.CreateVersion7(now):N}");
        var facts = MailFacts.Of(incident, entry, news, people, now).Cleaned(redactor.Clean);
        return thread.Addresses.Select(address => new MailLetter(
            thread.List,
            $"{incident.Id.Value:N}.{thread.List}",
            address,
            incident.Label,
            $"{news}".ToLower(CultureInfo.InvariantCulture),
            maker.Write(new Envelope(thread.List, address, thread.Subject, id, isFirst ? null : thread.RootId, now), facts),
            now));
    }

    /// <summary>As it was when the list was told first: another one would be another conversation to many clients.</summary>
    private string Subject(Incident incident) =>
        $"[{MailFacts.Mark(incident.Kind)}] {incident.Severity} {incident.Label}: {redactor.Clean(incident.Title)}";
}
