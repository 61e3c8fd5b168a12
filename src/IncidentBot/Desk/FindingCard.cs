using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Desk;

/// <summary>What an assessment found, with its suggestions as buttons.</summary>
internal static class FindingCard
{
    private const int MostSuggestions = 4;

    public static Card Draw(Incident incident, ActionReport report) => new($"{incident.Label} finding: {report.Answer}")
    {
        Tone = report.Healthy ? Tone.Good : Tone.Bad,
        Blocks = [.. Blocks(incident, report)],
        Buttons =
        [
            .. report.Next.Take(MostSuggestions).Select(next => new CardButton(next.Label, next.Command)),
            .. incident.State is IncidentState.Assessing ? [new CardButton("Start mitigating", $"/incident mitigate {incident.Label}")] : (IEnumerable<CardButton>)[],
        ],
    };

    private static IEnumerable<CardBlock> Blocks(Incident incident, ActionReport report)
    {
        if (report.Evidence.Count > 0)
        {
            yield return new CardBlock.Lines(report.Evidence);
        }

        yield return new CardBlock.Footnote(report.FailureClass is { } failure ? $"{failure} on {incident.Target}" : incident.Target);
    }
}
