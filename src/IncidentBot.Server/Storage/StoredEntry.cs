using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Timeline;

namespace IncidentBot.Storage;

/// <summary>
/// A timeline entry as its row holds it. Kind, from and to follow from the event and stand beside it for queries; on a row
/// from before events had types, which has none, they are all there is.
/// </summary>
internal sealed record StoredEntry(IncidentId Incident, int Sequence, DateTimeOffset At, PersonId? By, TimelineKind Kind, string Text)
{
    public IncidentState? From { get; init; }
    public IncidentState? To { get; init; }
    public TimelineEvent? What { get; init; }

    public static Json Of(TimelineEntry entry) => Json.Of(
        new StoredEntry(entry.Incident, entry.Sequence, entry.At, entry.By, entry.Kind, entry.Text)
        {
            From = entry.From,
            To = entry.To,
            What = entry.What is TimelineEvent.Said ? null : entry.What,
        },
        StoreJson.Default.StoredEntry);

    public static TimelineEntry Read(string json)
    {
        var row = Json.Read(json, StoreJson.Default.StoredEntry);
        return new TimelineEntry(row.Incident, row.Sequence, row.At, row.By, row.What ?? OlderEntry.Read(row.Kind, row.From, row.To, row.Text), row.Text);
    }
}
