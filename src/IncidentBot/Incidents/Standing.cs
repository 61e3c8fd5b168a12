namespace IncidentBot.Incidents;

/// <summary>How its checks stood when they were last run, while people were still at work.</summary>
/// <param name="Results">None where a reading saw something wrong and no check has been run since.</param>
/// <param name="WellSince">
/// When the first of those looks ran that have all been well since one that was not; null where one is not now, and where none was
/// ever seen otherwise: nobody knows then when it came back.
/// </param>
public sealed record Standing(DateTimeOffset At, IReadOnlyList<CheckResult> Results, DateTimeOffset? WellSince)
{
    public bool IsWell => Results.Count > 0 && Results.All(check => check.Passed);

    /// <summary>Whether it was seen otherwise before.</summary>
    public bool Turned(Standing? before) => before is not null && before.IsWell != IsWell;

    /// <summary>
    /// What a reading saw wrong is one of the checks from then on, or is asked by one: where nobody has looked at those yet, they were
    /// not well then. So a first look that finds all well knows since when.
    /// </summary>
    public static Standing Ill(DateTimeOffset at) => new(at, [], null);

    public static Standing After(Standing? before, IReadOnlyList<CheckResult> results, DateTimeOffset at)
    {
        var now = new Standing(at, results, null);
        return now.IsWell ? now with { WellSince = before is { IsWell: false } ? at : before?.WellSince } : now;
    }
}
