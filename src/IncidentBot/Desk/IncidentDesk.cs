using IncidentBot.Actions;
using IncidentBot.Audience;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Rooms;
using IncidentBot.Storage;

namespace IncidentBot.Desk;

/// <summary>
/// What people can do with an incident. Each operation answers one request with one commit: the incident, its timeline,
/// the audit and everything that is said about it. An incident is named by its number, or by null for the one of the channel.
/// </summary>
public sealed partial class IncidentDesk
{
    private readonly ILedger ledger;
    private readonly IIncidentStore incidents;
    private readonly IRunStore runs;
    private readonly IAlertStore alerts;
    private readonly Lookup lookup;
    private readonly PeopleDirectory people;
    private readonly TargetCatalogue targets;
    private readonly IncidentPolicy policy;
    private readonly RunbookChoice runbooks;
    private readonly IncidentOpenings openings;
    private readonly IncidentBridges bridges;
    private readonly IncidentReadings readings;
    private readonly WhyNotAlone whyNotAlone;
    private readonly Redactor redactor;
    private readonly TimeProvider time;
    private readonly IncidentDecisions decisions;
    private readonly IncidentChanges changes;
    private readonly IncidentCards cards;

    public IncidentDesk(
        ILedger ledger,
        IIncidentStore incidents,
        IRunStore runs,
        IAlertStore alerts,
        Lookup lookup,
        PeopleDirectory people,
        TargetCatalogue targets,
        IncidentPolicy policy,
        IncidentChannel channelFor,
        RunbookChoice runbooks,
        IncidentRooms rooms,
        IncidentBridges bridges,
        IncidentReadings readings,
        WhyNotAlone whyNotAlone,
        IncidentCards cards,
        Redactor redactor,
        TimeProvider time)
    {
        this.ledger = ledger;
        this.incidents = incidents;
        this.runs = runs;
        this.alerts = alerts;
        this.lookup = lookup;
        this.people = people;
        this.targets = targets;
        this.policy = policy;
        this.runbooks = runbooks;
        this.bridges = bridges;
        this.readings = readings;
        this.whyNotAlone = whyNotAlone;
        this.cards = cards;
        this.redactor = redactor;
        this.time = time;
        openings = new IncidentOpenings(ledger, policy, channelFor, rooms, people, time);
        decisions = new IncidentDecisions(ledger, lookup, people, time);
        changes = new IncidentChanges(policy, people, time);
    }

    /// <summary>What somebody typed, fit to be kept: one line, without secrets.</summary>
    private string Clean(string? text) =>
        text is null ? "" : redactor.Clean(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private static Changes Answered(Changes written, Request request, string answer, params string[] lines) =>
        written with { Answer = Answer.Done(Card.Say(answer, lines)) };

    private static Changes Announced(Changes written, Incident incident, Card card) =>
        written with { Say = [.. written.Say, new Outgoing.Post(incident.Channel, card)] };
}
