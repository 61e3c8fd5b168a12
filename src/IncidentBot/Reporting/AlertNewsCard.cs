using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>
/// What is said in an incident's channel when its alerts have changed: that more fire, and that none does any more. That some of
/// several are resolved is on its card.
/// </summary>
internal static class AlertNewsCard
{
    /// <param name="isVerified">A rule has the bot verify it now.</param>
    /// <returns>Null where nobody has to be told.</returns>
    public static Card? Draw(Incident incident, AlertTally tally, bool isVerified) =>
        !tally.Fires ? Resolved(incident, tally, isVerified)
        : tally.Unsaid.BeganInAll > 0 ? More(incident, tally)
        : null;

    private static Card More(Incident incident, AlertTally tally)
    {
        var news = tally.Unsaid;
        var unnamed = news.BeganInAll - news.Began.Count;
        var more = news.BeganInAll == 1 ? "1 more alert fires" : $"{Figures.Count(news.BeganInAll)} more alerts fire";
        return new Card($"{incident.Label}: {more}")
        {
            Tone = Tone.Bad,
            Blocks =
            [
                .. news.Began.Select(said => new CardBlock.Text(said)),
                .. unnamed > 0 ? [new CardBlock.Text($"and {Figures.Count(unnamed)} more: /alert list {incident.Label}")] : Array.Empty<CardBlock>(),
                .. news.Higher is { } higher ? [new CardBlock.Text($"That is {higher}, by its labels; {incident.Label} is {incident.Severity}.")]
                    : Array.Empty<CardBlock>(),
                new CardBlock.Footnote($"Of its alerts {AlertText.Counts(tally.Firing, tally.Resolved, tally.Truncated)}."),
            ],
            Buttons =
            [
                .. news.Higher is { } raised
                    ? [new CardButton($"Make it {raised}", $"/incident severity {incident.Label} {raised}")]
                    : Array.Empty<CardButton>(),
                new CardButton("Acknowledge all", $"/alert ack {incident.Label}"),
                new CardButton("Alerts", $"/alert list {incident.Label}"),
            ],
        };
    }

    private static Card Resolved(Incident incident, AlertTally tally, bool isVerified) => Card.Say(
        tally.All == 1 ? $"{incident.Label}: its alert is resolved" : $"{incident.Label}: all {Figures.Count(tally.All)} alerts are resolved",
        [
            tally.Truncated > 0 ? $"The sender left out {Figures.Count(tally.Truncated)} more; nobody knows how those stand." : "",
            incident.State switch
            {
                _ when isVerified => "The checks run now: they decide.",
                IncidentState.Mitigating => $"That verifies nothing yet: /incident verify {incident.Label} runs the checks.",
                IncidentState.Monitoring => "The checks have to keep passing as before.",
                IncidentState.Verifying => "The checks are running.",
                _ => $"Nobody is mitigating. If it was nothing: /incident cancel {incident.Label} <reason>. If somebody repaired it: "
                    + $"/incident mitigate {incident.Label}, then verify.",
            },
        ]) with
    {
        Tone = Tone.Neutral,
        Buttons = incident.State is IncidentState.Mitigating && !isVerified ? [new CardButton("Verify", $"/incident verify {incident.Label}")] : [],
    };
}
