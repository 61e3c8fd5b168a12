namespace IncidentBot.Incidents;

/// <summary>How its checks stood when they were last run, while people were still at work.</summary>
/// <param name="WellSince">
/// When the first of those looks ran that have all been well since one that was not; null where one is not now, and where none was
/// ever seen otherwise: nobody knows then when it came back.
/// </param>
public sealed record Standing(DateTimeOffset At, IReadOnlyList<CheckResult> Results, DateTimeOffset? WellSince)
{
    public bool IsWell => Results.Count > 0 && Results.All(check => check.Passed);

    /// <summary>Whether it was seen otherwise before.</summary>
    public bool Turned(Standing? before) => before is not null && before.IsWell != IsWell;

    public static Standing After(Standing? before, IReadOnlyList<CheckResult> results, DateTimeOffset at)
    {
        var now = new Standing(at, results, null);
        return now.IsWell ? now with { WellSince = before is { IsWell: false } ? at : before?.WellSince } : now;
    }
}
