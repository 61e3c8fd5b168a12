using IncidentBot.Alerts;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>Alerts one by one, as many as a screen takes.</summary>
internal sealed class AlertListCard(PeopleDirectory people)
{
    /// <param name="newest">Those that fire first, and of these the newest.</param>
    public static Card Of(Incident incident, IReadOnlyList<KnownAlert> newest)
    {
        if (incident.Alerts is not { } tally)
        {
            return Card.Say($"{incident.Label} has no alerts", "All that fire: /alert list");
        }

        var more = tally.All - newest.Count;
        return new Card($"Alerts of {incident.Label}: {AlertText.Counts(tally.Firing, tally.Resolved, tally.Truncated)}")
        {
            Tone = tally.Fires ? Tone.Bad : Tone.Neutral,
            Blocks =
            [
                .. newest.Select(one => new CardBlock.Text(Line(one.Alert, null))),
                .. more > 0 ? [new CardBlock.Text($"and {Figures.Count(more)} more")] : Array.Empty<CardBlock>(),
            ],
            Buttons = tally.Fires && incident.IsOpen ? [new CardButton("Acknowledge all", $"/alert ack {incident.Label}")] : [],
        };
    }

    /// <param name="firing">With where each counts.</param>
    /// <param name="sources">Those that are configured.</param>
    public Card Of(IReadOnlyList<(Alert Alert, string Where)> firing, int shown, IReadOnlyList<AlertSilence> silences, IReadOnlyList<string> sources)
    {
        var more = firing.Count - shown;
        return new Card(firing.Count == 0 ? "No alert fires" : $"Alerts that fire: {(more > 0 ? $"more than {shown}" : firing.Count)}")
        {
            Blocks =
            [
                .. firing.Take(shown).Select(one => new CardBlock.Text(Line(one.Alert, one.Where))),
                .. silences.Select(silence => new CardBlock.Text($"Silence {SilenceText.Line(silence, people)}")),
                new CardBlock.Footnote(sources.Count == 0
                    ? "No source of alerts is configured: Alerts:Sources, as the README says under alerts."
                    : $"Sources: {string.Join(", ", sources)}."),
            ],
        };
    }

    private static string Line(Alert alert, string? where) =>
        $"{(alert.IsFiring ? "Fires" : "Resolved")} since {Moment.Of(alert.ChangedAt)}: {alert.What}"
            + $"{(alert.Summary is { } summary ? $", {OneLine.Of(summary)}" : "")}{(where is null ? "" : $" ({where})")}";
}
