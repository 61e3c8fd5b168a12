using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>
/// What everybody is told of an incident that goes on: what is noticed, what has changed, why it is so and who says it, what is to be
/// done and by whom, and when the next word comes. There is no update without any of these.
/// </summary>
internal sealed class StatusUpdateCard(PeopleDirectory people)
{
    /// <summary>The newest; the timeline has all of them.</summary>
    private const int MostNews = 4;

    /// <summary>The bot's own.</summary>
    public Card Draw(Incident incident, StatusFacts facts, DateTimeOffset now, DateTimeOffset next) => Card.Say(
        $"{Marks.Of(incident)} still {incident.State}, {Duration.Words(now - incident.OpenedAt)}",
        [.. Now(incident, facts), Next(next)]);

    /// <summary>That of a person, whose words come first.</summary>
    /// <param name="next">Null where none is to come: it is over, or did not happen now.</param>
    public Card Draw(Incident incident, Person by, string words, StatusFacts facts, DateTimeOffset? next) => Card.Say(
        $"{incident.Label} status update by {by.Name}",
        [
            words,
            .. incident.IsOpen ? Now(incident, facts).Where(sentence => sentence != words) : [],
            next is { } coming ? $"{incident.State}. {Next(coming)}" : $"{incident.State}.",
        ]);

    /// <summary>What has changed since the last update, in one sentence.</summary>
    public string News(Incident incident, StatusFacts facts)
    {
        var last = incident.LastUpdateAt is null ? "the opening" : "the last update";
        var news = facts.Since.Where(IsNews)
            .Select(entry => $"{(entry.By is { } by ? people.NameOf(by) : "the bot")}: {WhatOf(entry).TrimEnd('.')}")
            .ToList();
        return news.Count == 0
            ? $"No material change since {last}."
            : $"Since {last}: {(news.Count > MostNews ? $"… {news.Count - MostNews} more; " : "")}{string.Join("; ", news.TakeLast(MostNews))}.";
    }

    /// <summary>As it stays on the record.</summary>
    public TimelineEvent.StatusUpdated OnRecord(Incident incident, string? words, StatusFacts facts, DateTimeOffset? next) =>
        new(words ?? (facts.Since.Any(IsNews) ? News(incident, facts).TrimEnd('.') : "no material change"))
        {
            Impact = incident.IsOpen ? ImpactText.Sentence(incident, facts.Results, people) : null,
            Next = next,
            Promised = incident.UpdatePromises?.Next,
            ByBot = words is null,
        };

    private IEnumerable<string> Now(Incident incident, StatusFacts facts)
    {
        yield return $"Impact: {ImpactText.Sentence(incident, facts.Results, people)}.{(ImpactText.Confirmed(incident).Count > 0 ? ""
            : $" Whoever notices something types /incident impact {incident.Label} <service> <what, since when>.")}";
        foreach (var sentence in HowItStands.Checks(incident, facts.Results, facts.Runs))
        {
            yield return sentence;
        }

        yield return News(incident, facts);
        foreach (var sentence in HowItStands.WhyAndWho(incident, facts.Runs, people))
        {
            yield return sentence;
        }

        if (incident.Runbook is { } runbook && StepStanding.NextOpen(runbook, facts.Runs) is { } step)
        {
            yield return $"Next of the runbook {runbook.Id}: step {step} of {runbook.Steps}.";
        }
    }

    private static string Next(DateTimeOffset next) => $"Next update by {Moment.Of(next)}.";

    private static bool IsNews(TimelineEntry entry) => entry.What is TimelineEvent.Looked or TimelineEvent.UpdatesSnoozed
        || entry.Kind is not (TimelineKind.Update or TimelineKind.Opened or TimelineKind.Check or TimelineKind.Correction);

    private static string WhatOf(TimelineEntry entry) => entry is { From: { } from, To: { } to } ? $"{from} → {to}" : entry.Text;
}
