using IncidentBot.Incidents;

namespace IncidentBot.Measurements;

/// <summary>How soon an incident is to be acknowledged, by the severity that it had then, and whether it was.</summary>
public static class ResponsePromise
{
    /// <summary>What is to be answered at once is so when it is before it escalates: nobody answers in no time.</summary>
    public static TimeSpan Of(Severity severity, IncidentPolicy policy) =>
        policy.Response[severity] is var within && within > TimeSpan.Zero ? within : policy.EscalateAfter[severity];

    /// <returns>Null where nothing was promised, or there is time yet.</returns>
    public static bool? IsKept(Points points, IncidentPolicy policy, DateTimeOffset now)
    {
        if (points.IsBackfilled || (points.AcknowledgedAs ?? points.Severity) is not { } severity)
        {
            return null;
        }

        var due = points.Opened.At + Of(severity, policy);
        return points.Acknowledged is { } acknowledged ? acknowledged.At <= due
            : points.Cancelled is { } cancelled && cancelled.At <= due ? null
            : now > due ? false
            : null;
    }
}
