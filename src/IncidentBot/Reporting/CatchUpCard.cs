using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>For one person who comes to an incident late, or comes back: how it stands, and what has happened since they were last there.</summary>
internal sealed class CatchUpCard(PeopleDirectory people)
{
    /// <summary>The newest; the timeline has all of them.</summary>
    private const int MostNews = 12;

    /// <param name="timeline">All of it, as it counts.</param>
    /// <param name="runs">Those of the incident.</param>
    public Card Draw(Incident incident, Person reader, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> runs, DateTimeOffset now)
    {
        var mine = timeline.LastOrDefault(entry => entry.By == reader.Id);
        var news = timeline.Where(entry => entry.Sequence > (mine?.Sequence ?? 0) && IsNews(entry)).ToList();
        var length = Duration.Words((incident.ResolvedAt ?? incident.ClosedAt ?? now) - incident.OpenedAt);
        return new Card($"{Marks.Of(incident)} {incident.State}, {length}: {incident.Title}")
        {
            Blocks =
            [
                .. incident.IsOpen ? HowItStands.Now(incident, incident.Standing?.Results ?? incident.Checks, runs, people).Select(Text) : [],
                .. HowItStands.WhyAndWho(incident, runs, people).Select(Text),
                new CardBlock.Text(news.Count == 0
                    ? "Nothing has happened since you were last there."
                    : $"{(mine is null ? "You have not been there yet. So far" : $"Since you were there, {Moment.Of(mine.At)}")}:"),
                .. news.Count > 0 ? [new CardBlock.Fields([.. news.TakeLast(MostNews).Select(Line)])] : Array.Empty<CardBlock>(),
                .. news.Count > MostNews
                    ? [new CardBlock.Text($"{Plural.Of(news.Count - MostNews, "earlier event")}: /incident timeline {incident.Label}.")]
                    : Array.Empty<CardBlock>(),
                .. UpdateText.Next(incident, people) is { Length: > 0 } next ? [Text(next)] : Array.Empty<CardBlock>(),
            ],
            Buttons =
            [
                new CardButton("Status", $"/incident status {incident.Label}"),
                new CardButton("Timeline", $"/incident timeline {incident.Label}"),
            ],
        };
    }

    /// <summary>What the bot has told on the way is in what it tells now.</summary>
    private static bool IsNews(TimelineEntry entry) => entry is { Kind: not TimelineKind.Correction, What: not TimelineEvent.StatusUpdated { ByBot: true } };

    private static CardBlock Text(string sentence) => new CardBlock.Text(sentence);

    private CardField Line(TimelineEntry entry) =>
        new($"e{entry.Sequence}", $"{Moment.Of(entry.At)} {(entry.By is { } by ? people.NameOf(by) : "bot")}: {TimelineCard.Words(entry)}");
}
