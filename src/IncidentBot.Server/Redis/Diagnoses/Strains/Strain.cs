using IncidentBot.Actions;

namespace IncidentBot.Redis.Diagnoses.Strains;

/// <summary>What is wrong with a server that answers: PING does not show it, its counters do.</summary>
/// <param name="Sentence">Cause, subject and number, without the name of the target.</param>
internal sealed record Strain(FailureClass Class, string Sentence)
{
    public IReadOnlyList<string> NextSteps { get; init; } = [];

    /// <summary>What can be typed, in the order in which it makes sense.</summary>
    public IReadOnlyList<Suggestion> Commands { get; init; } = [];

    /// <summary>True where it is the likeliest reading of the numbers, false where the server says so itself.</summary>
    public bool IsInferred { get; init; }

    /// <summary>The worst first: what stops work, what slows it, what threatens it.</summary>
    public static IReadOnlyList<Strain> AllOf(DiagnosisReads reads) => reads.Info is null ? [] : [.. new[]
    {
        PausedWrites.Of(reads),
        EvictedQueues.Of(reads),
        RefusedUsers.Of(reads),
        SlowCommands.Of(reads),
        ExpiryStorm.Of(reads),
        SlowDisk.Of(reads),
        ReplicaBehind.Of(reads),
        FewPlaces.Of(reads),
        NearlyFull.Of(reads),
        FailedSnapshot.Of(reads),
        Fragmentation.Of(reads),
    }.OfType<Strain>()];
}
