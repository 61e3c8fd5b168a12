using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Runbooks;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Desk;

/// <summary>
/// What people do with the runbook of an incident. Each operation answers one request with one commit, as those of
/// <see cref="IncidentDesk"/> do.
/// </summary>
public sealed partial class RunbookDesk
{
    private readonly IRunStore runs;
    private readonly RunbookLibrary library;
    private readonly PinnedRunbooks pinned;
    private readonly RunbookChoice choice;
    private readonly ActionCallReader calls;
    private readonly AuditedReader reader;
    private readonly RunRequests requests;
    private readonly IncidentReadings readings;
    private readonly PeopleDirectory people;
    private readonly Redactor redactor;
    private readonly TimeProvider time;
    private readonly IncidentDecisions decisions;
    private readonly IncidentChanges changes;
    private readonly RunbookCard runbookCard;
    private readonly StepCard stepCard;

    public RunbookDesk(
        ILedger ledger,
        Lookup lookup,
        IRunStore runs,
        RunbookLibrary library,
        PinnedRunbooks pinned,
        RunbookChoice choice,
        ActionCallReader calls,
        AuditedReader reader,
        RunRequests requests,
        IncidentReadings readings,
        PeopleDirectory people,
        IncidentPolicy policy,
        Redactor redactor,
        TimeProvider time)
    {
        this.runs = runs;
        this.library = library;
        this.pinned = pinned;
        this.choice = choice;
        this.calls = calls;
        this.reader = reader;
        this.requests = requests;
        this.readings = readings;
        this.people = people;
        this.redactor = redactor;
        this.time = time;
        decisions = new IncidentDecisions(ledger, lookup, people, time);
        changes = new IncidentChanges(policy, people, time);
        runbookCard = new RunbookCard(people);
        stepCard = new StepCard(people);
    }

    /// <summary>Has the incident follow a runbook from its first step, in the place of the one it followed before.</summary>
    public Task<Answer> StartAsync(Request request, int? number, string id, CancellationToken ct) => decisions.DecideAsync(request, number, async incident =>
    {
        if (decisions.WhyNot(request, Permissions.Respond, incident.Label, $"start a runbook in {incident.Label}") is { } forbidden)
        {
            return forbidden;
        }

        if (!incident.IsOpen)
        {
            return decisions.Refuse(request, incident.Label, $"{incident.Label} is {incident.State}.", "A runbook is followed while an incident is open.");
        }

        var shelf = await library.OpenAsync(ct);
        if (shelf.Find(id) is not { } runbook)
        {
            return decisions.Refuse(request, incident.Label, $"There is no runbook '{redactor.Clean(id)}'.", shelf.Hint(id));
        }

        return incident.Runbook is { } progress && progress.Hash == runbook.Hash
            ? decisions.Refuse(request, incident.Label, $"{incident.Label} follows {runbook.Id} already.", $"Type /runbook next {incident.Label}.")
            : Started(request, incident, choice.Take(runbook, $"Taken by {request.By.Name}."), runbook);
    }, ct);

    /// <summary>Every step as it stands, and whether the file has changed since it was pinned.</summary>
    public Task<Answer> StatusAsync(Request request, int? number, CancellationToken ct) => WithRunbookAsync(request, number, async at =>
        Shown(runbookCard.Whole(at.Incident, at.Progress, at.Runbook, at.Runs, await ChangedAsync(at.Progress, ct))), ct);

    public Task<Answer> NextAsync(Request request, int? number, CancellationToken ct) => WithRunbookAsync(request, number, at => Task.FromResult(Shown(
        StepStanding.NextOpen(at.Progress, at.Runs) is { } next && at.Runbook.Step(next) is { } step
            ? stepCard.Draw(at.Incident, at.Progress, step, at.Runs)
            : Card.Say($"No step of {at.Progress.Id} is open", $"All {at.Progress.Steps} are over or under way: /runbook status {at.Incident.Label}."))), ct);

    private Changes Started(Request request, Incident incident, ChosenRunbook chosen, Runbook runbook)
    {
        var now = time.GetUtcNow();
        var following = incident with { Runbook = chosen.Progress };
        var written = changes.Of(following, request.By.Id, chosen.Started);
        var reads = incident.State is IncidentState.Declared or IncidentState.Assessing && incident.Kind.HappensNow();
        var card = Card.Say(
            $"{incident.Label} follows {runbook.Id}: {runbook.Title}",
            [
                $"{runbook.Steps.Count} steps.{(reads ? " Its assessment is being read; the finding follows." : "")}",
                .. incident.Runbook is { } before ? [$"{before.Id} was followed until now; what was done stays in the timeline."] : Array.Empty<string>(),
                .. runbook.Faults.Count > 0
                    ? [$"{(runbook.Faults.Count == 1 ? "1 line of it is" : $"{runbook.Faults.Count} lines of it are")} to be mended: /runbook list."]
                    : Array.Empty<string>(),
            ]) with
        { Buttons = [new CardButton("Next step", $"/runbook next {incident.Label}")] };
        return written with
        {
            Pin = chosen.Pin,
            Answer = Answer.Done(card),
            Say =
            [
                .. written.Say,
                IncidentChanges.RefreshRunbook(following),
                new Outgoing.Post(incident.Channel, new Card($"{request.By.Name} started the runbook {runbook.Id}")),
            ],
            Schedule = [.. written.Schedule, .. reads ? IncidentChanges.Assessment(following, now) : []],
        };
    }

    private async Task<string?> ChangedAsync(RunbookProgress progress, CancellationToken ct)
    {
        var now = (await library.OpenAsync(ct)).Find(progress.Id);
        if (now is null)
        {
            return $"No file holds {progress.Id} any more. This incident goes on with the text it pinned.";
        }

        return now.Hash == progress.Hash
            ? null
            : $"The file has changed since {Moment.Of(progress.StartedAt)}. This incident goes on with the text it pinned; "
                + $"/runbook start {progress.Id} takes the new one, from its first step.";
    }

    private Task<Answer> WithRunbookAsync(Request request, int? number, Func<Place, Task<Changes>> work, CancellationToken ct) =>
        decisions.DecideAsync(request, number, incident => AtAsync(request, incident, work, ct), ct);

    private async Task<Changes> AtAsync(Request request, Incident incident, Func<Place, Task<Changes>> work, CancellationToken ct)
    {
        if (incident.Runbook is not { } progress)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"{incident.Label} follows no runbook.",
                $"See /runbook list, then type /runbook start {incident.Label} <runbook>.");
        }

        return await pinned.FindAsync(progress, ct) is { } runbook
            ? await work(new Place(incident, progress, runbook, await runs.OfIncidentAsync(incident.Id, ct)))
            : decisions.Refuse(
                request,
                incident.Label,
                $"The text of {progress.Id} that {incident.Label} pinned is not in the store.",
                $"Take it afresh: /runbook start {incident.Label} {progress.Id}.");
    }

    private static Changes Shown(Card card) => new() { Answer = Answer.Done(card) };

    private string Clean(string? text) => text is null ? "" : redactor.Clean(OneLine.Words(text));

    /// <summary>An incident with the runbook that it follows.</summary>
    /// <param name="Runs">Those of the incident.</param>
    private sealed record Place(Incident Incident, RunbookProgress Progress, Runbook Runbook, IReadOnlyList<Run> Runs);
}
