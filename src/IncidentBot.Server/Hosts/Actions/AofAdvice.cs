using IncidentBot.Hosts.Aof;
using IncidentBot.Words;

namespace IncidentBot.Hosts.Actions;

/// <summary>What a damaged append-only file means, and what to try before cutting it.</summary>
internal static class AofAdvice
{
    public static IEnumerable<string> Of(AofFile file)
    {
        yield return $"{file.Name}: {Figures.Count(file.Bytes)} bytes, readable up to {Figures.Count(file.OkUpTo)}; "
            + $"{Figures.Count(file.BytesAtStake)} bytes ({Figures.Percent((double)file.BytesAtStake / file.Bytes)}) would be cut, "
            + "good writes among them";
        yield return file.EndsInTheMiddle
            ? "First: start Redis. With aof-load-truncated yes, its default, it cuts the same end itself and says so in its log."
            : "First: promote a replica, which has the data in memory. Then: a snapshot (RDB) from before. Cutting the file is the last way.";
    }
}
