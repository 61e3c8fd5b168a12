using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>Of all targets, each once.</summary>
    public IReadOnlyList<string> TargetNames => [.. targets.All.Select(target => target.Name).Distinct(StringComparer.OrdinalIgnoreCase)];

    public bool KnowsTarget(string name) => Find(name) is not null;

    /// <summary>
    /// What somebody read while they work on an incident is a finding of it: they get the whole answer, everyone else a
    /// line. The cause on the card stays what it was, unless there is none yet; what is wrong is checked from then on.
    /// </summary>
    public async Task<Answer> RecordFindingAsync(Request request, IncidentId id, ActionCall call, ActionReport report, CancellationToken ct)
    {
        var number = (await lookup.IncidentAsync(request.By, id, ct))?.Number;
        return await decisions.DecideAsync(request, number, incident =>
        {
            var found = TimelineEvent.Found.Of(FoundBy.Person, redactor.Clean(call.ToString()), report);
            var read = readings.AfterPerson(incident, call, report, request.By.Id, time.GetUtcNow());
            var written = changes.Of(read, request.By.Id, found);
            return Announced(
                written with { Answer = Answer.Done(ReportCard.Draw(call, report, request.Key)) },
                incident,
                Card.Say($"{request.By.Name} read {EventText.Of(found)}", [.. IncidentReadings.Told(incident, read)]));
        }, ct);
    }
}
