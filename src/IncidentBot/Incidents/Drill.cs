namespace IncidentBot.Incidents;

/// <summary>What an incident of the kind <see cref="IncidentKind.Drill"/> rehearses, and once it is over how it went; so that runs can be compared.</summary>
/// <param name="Of">The name of what is rehearsed.</param>
public sealed record Drill(string Of)
{
    /// <summary>Null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From the opening until somebody, or a reading, first named the right cause; null where nobody did.</summary>
    public TimeSpan? ToCause { get; init; }

    /// <summary>From the opening until all checks passed, and kept passing; null where they never did.</summary>
    public TimeSpan? ToRepair { get; init; }

    /// <summary>From the opening until a verification confirmed it; null where none did.</summary>
    public TimeSpan? ToVerify { get; init; }
}
