using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Reporting;

/// <summary>What the bot would tell readers now, for whoever is about to tell them: it stands below their words.</summary>
public sealed class UpdatePreview(IIncidentStore incidents, IRunStore runs, IncidentPolicy policy, PeopleDirectory people, TimeProvider time)
{
    private readonly StatusUpdateCard card = new(people);

    /// <returns>Null for one of which the bot tells nobody.</returns>
    public async Task<Card?> DrawAsync(Incident incident, CancellationToken ct)
    {
        if (incident.UpdatePromises is null)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var facts = await StatusFacts.ReadAsync(incident, incident.Standing?.Results ?? incident.Checks, incidents, runs, ct);
        var drawn = card.Draw(incident, facts, now, now + policy.UpdateEvery[incident.Severity]);
        return ReadersText.Of(incident) is { } readers ? drawn with { Blocks = [.. drawn.Blocks, new CardBlock.Footnote(readers)] } : drawn;
    }
}
