using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>What the standby would do differently once it is the master.</summary>
internal static class PairDrift
{
    public static IEnumerable<string> Of(Pair pair)
    {
        if (pair.Primary.Info is not { } primary || pair.Standby.Info is not { } standby)
        {
            yield break;
        }

        foreach (var (what, one, other) in new[]
        {
            ("maxmemory", Limit(primary), Limit(standby)),
            ("maxmemory-policy", primary.Memory.Policy ?? "?", standby.Memory.Policy ?? "?"),
            ("appendonly", OnOff(primary), OnOff(standby)),
            ("version", primary.Server.Version ?? "?", standby.Server.Version ?? "?"),
        })
        {
            if (one != other)
            {
                yield return $"{what} differs: {one} on {pair.Primary.Name}, {other} on {pair.Standby.Name}";
            }
        }
    }

    /// <summary>True where what the primary holds does not fit.</summary>
    public static bool IsTooSmall(Pair pair) => pair.Standby.Info?.Memory.Max is { } max && pair.Primary.Info?.Memory.Used > max;

    private static string Limit(RedisInfo info) => info.Memory.Max is { } max ? Figures.Bytes(max) : info.Memory.HasLimit is null ? Reported.No : "none";

    private static string OnOff(RedisInfo info) => info.Persistence.AppendOnly switch { true => "on", false => "off", null => Reported.No };
}
