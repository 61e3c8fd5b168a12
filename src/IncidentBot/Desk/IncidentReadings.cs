using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.People;

namespace IncidentBot.Desk;

/// <summary>
/// What a reading leaves in an incident, whoever took it: a cause where it names one, and a check where it saw something wrong. An
/// incident is not over while what people saw in it is not well.
/// </summary>
public sealed class IncidentReadings(Verifications verifications)
{
    /// <summary>What somebody read while they worked on it: it names the cause where there is none yet.</summary>
    internal Incident AfterPerson(Incident incident, ActionCall call, ActionReport report, PersonId by, DateTimeOffset at)
    {
        var read = Watching(incident, call, report, by, at) with { Findings = incident.Findings + 1 };
        return report.Healthy || incident.Cause is not null ? read : read with { Cause = report.Answer, CauseAt = at };
    }

    /// <summary>What an assessment read to find out what is wrong.</summary>
    /// <param name="speaks">The reading that speaks for all of them.</param>
    /// <param name="takesCause">Whether it names the cause also where one is known already.</param>
    internal Incident AfterAssessment(
        Incident incident, IEnumerable<(ActionCall Call, ActionReport Report)> readings, ActionReport speaks, bool takesCause, DateTimeOffset at)
    {
        var read = readings.Aggregate(incident, (sofar, reading) => Watching(sofar, reading.Call, reading.Report, null, at));
        read = read with { Findings = incident.Findings + 1 };
        return speaks.Healthy || incident.CauseBy is not null || (incident.Cause is not null && !takesCause)
            ? read
            : read with { Cause = speaks.Answer, CauseAt = at };
    }

    /// <summary>For the card that tells of the reading; nothing where it made no check.</summary>
    internal static IEnumerable<string> Told(Incident before, Incident after)
    {
        var taken = after.Watched.Where(watched => watched.Number > before.WatchedEver).Select(watched => $"{watched.Name} ({watched.Label})").ToList();
        return taken.Count == 0 ? [] : [$"Checked from now on, before {after.Label} is over: {string.Join(", ", taken)}."];
    }

    private Incident Watching(Incident incident, ActionCall call, ActionReport report, PersonId? by, DateTimeOffset at) =>
        report.Healthy || !incident.IsOpen || !incident.Kind.HappensNow() ? incident
        : Ill(
            report.Troubled.Count > 0
                ? report.Troubled.Aggregate(incident, (sofar, troubled) => With(sofar, troubled.Read, Alone(report, troubled), by, at))
                : With(incident, call, report, by, at),
            report,
            at);

    /// <summary>A risk is none of what the target's own checks ask, so those may have been well all the time.</summary>
    private static Incident Ill(Incident incident, ActionReport report, DateTimeOffset at) =>
        incident.Standing is null && report.Gravity is not Gravity.Risk ? incident with { Standing = Standing.Ill(at) } : incident;

    private static ActionReport Alone(ActionReport list, Trouble troubled) => list with { Answer = troubled.Problem, Gravity = troubled.Gravity };

    private Incident With(Incident incident, ActionCall call, ActionReport report, PersonId? by, DateTimeOffset at)
    {
        var watched = new WatchedRead(incident.WatchedEver + 1, call.Action.Value, call.Target, call.Arguments, report.Answer, at, by)
        {
            WasWorseThanRisk = report.Gravity is Gravity.Outage or Gravity.Degraded,
        };
        return verifications.Ask(incident, call, report) || incident.Watched.Any(other => other.Name == watched.Name) || AsksInRunbook(incident, watched)
            ? incident
            : incident with { Watched = [.. incident.Watched, watched], WatchedEver = watched.Number };
    }

    private static bool AsksInRunbook(Incident incident, WatchedRead watched) => incident.Runbook is { } runbook
        && runbook.Checks.Any(check => check == watched.Name || $"{check} on {incident.Target.Name}" == watched.Name);
}
