using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>One half of a pair, as it is now.</summary>
/// <param name="Info">Null where it could not be read.</param>
/// <param name="Trouble">Why not.</param>
internal sealed record PairSide(RedisTarget Target, RedisInfo? Info, string? Trouble, FailureClass? Class)
{
    /// <summary>It is there, and what was asked of it takes longer than is waited for.</summary>
    public bool IsLate { get; init; }

    public string Name => Target.Name;

    public ReplicationFacts? Facts => Info?.Replication;

    public bool IsMaster => Facts is { Role: "master" };

    public long Keys => Info?.Keyspace.Sum(database => database.Keys) ?? 0;

    /// <summary>Nobody is there, as far as the bot can see. A server that refuses, loads, is full or slow is there.</summary>
    public bool IsGone => Info is null && !IsLate
        && Class is FailureClass.Refused or FailureClass.Hung or FailureClass.ConnectTimeout or FailureClass.Unreachable;
}

/// <summary>The target that normally is the master, and the one that takes over.</summary>
internal sealed record Pair(PairSide Primary, PairSide Standby)
{
    /// <summary>How far apart two sides of the same history are; null where they have none in common.</summary>
    public long? Apart => Primary.Facts is { } primary && Standby.Facts is { } standby && primary.HistoryId == standby.HistoryId
        ? Math.Abs(primary.Offset - standby.Offset)
        : null;

    /// <summary>In words, of a side that has the same history.</summary>
    public string Behind => Reported.Bytes(Apart, "behind");
}
