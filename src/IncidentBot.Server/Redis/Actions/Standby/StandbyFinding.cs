using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>Whether the standby can take over, or has, in one sentence with the next step.</summary>
internal sealed record StandbyFinding(string Sentence, FailureClass? Class, bool Healthy, string? Next)
{
    public static StandbyFinding Of(Pair pair) => (pair.Primary, pair.Standby) switch
    {
        (_, { Info: null } standby) => new(
            $"{standby.Name} is not ready to take over: it {Silent(standby)}",
            standby.Class,
            standby.Class?.IsNoOutage() == true,
            standby.Class?.Text().NextStep),
        ({ IsMaster: true } primary, { IsMaster: true } standby) => new(
            $"{primary.Name} and {standby.Name} both are masters",
            FailureClass.SplitBrain,
            false,
            $"Find out which one applications write to. If {standby.Name} took over: end or fence {primary.Name}, "
                + $"then /redis rejoin on {primary.Name}; it loses what only it has."),
        (_, { IsMaster: true }) => Taken(pair),
        ({ IsGone: true } primary, var standby) => new(
            $"{primary.Name} is gone ({primary.Trouble}); {standby.Name} {Copy(standby)}",
            primary.Class,
            false,
            $"If it stays away: /redis promote-standby on {primary.Name}"),
        ({ Info: null } primary, var standby) => new(
            $"{primary.Name} cannot be read: it {Silent(primary)}; {standby.Name} {Copy(standby)}",
            primary.Class,
            primary.Class?.IsNoOutage() == true,
            primary.Class?.Text().NextStep),
        ({ IsMaster: false } primary, var standby) => new(
            $"{primary.Name} is a replica itself, of {Master(primary)}: {standby.Name} would not be the only one to take over",
            FailureClass.ReadOnly,
            false,
            $"See /redis replication on {primary.Name}"),
        var (primary, standby) => OfMaster(pair, primary, standby),
    };

    /// <summary>What is asked of a replica whose master may be gone.</summary>
    private static string Copy(PairSide standby) =>
        standby.Facts is { MasterLinkUp: true, LastHeardOfMaster: { } heard } ? $"heard from it {Duration.Words(heard)} ago"
            : standby.Facts?.MasterLinkDownFor is { } down ? $"has a copy that ended {Duration.Words(down)} ago"
            : "has no copy of it";

    private static StandbyFinding Taken(Pair pair)
    {
        var (primary, standby) = (pair.Primary, pair.Standby);
        return primary switch
        {
            { Facts: { } facts } when facts.Follows(standby.Facts!) => new(
                $"{standby.Name} has taken over; {primary.Name} follows it, {pair.Behind}",
                null,
                true,
                $"The way back: /redis return-to-primary on {primary.Name}"),
            { Facts: { } facts } => new(
                $"{standby.Name} has taken over; {primary.Name} is a replica of {Master(primary)}, link {(facts.MasterLinkUp == true ? "up" : "down")}",
                null,
                false,
                $"See /redis replication on {primary.Name}"),
            _ => new(
                $"{standby.Name} has taken over; {primary.Name} {Silent(primary)}",
                primary.Class,
                false,
                $"Keep it from coming back as a master; once it is back: /redis rejoin on {primary.Name}"),
        };
    }

    private static StandbyFinding OfMaster(Pair pair, PairSide primary, PairSide standby)
    {
        var why = standby.Facts switch
        {
            { SyncInProgress: true } => "it is still copying all data",
            { MasterLinkUp: not true } facts =>
                $"its link to {Master(standby)} is down{(facts.MasterLinkDownFor is { } down ? $" for {Duration.Words(down)}" : "")}",
            var facts when facts!.HistoryId != primary.Facts!.HistoryId => $"it follows {Master(standby)}, which is not {primary.Name}",
            _ when PairDrift.IsTooSmall(pair) =>
                $"{primary.Name} holds {Reported.Bytes(primary.Info!.Memory.Used)}, it may hold {Reported.Bytes(standby.Info!.Memory.Max)}",
            _ => null,
        };
        return why is null
            ? new($"{standby.Name} is ready to take over from {primary.Name}: it follows, {pair.Behind}", null, true, null)
            : new(
                $"{standby.Name} is not ready to take over from {primary.Name}: {why}",
                FailureClass.MasterDown,
                false,
                $"See /redis replication on {standby.Name}");
    }

    private static string Silent(PairSide side) =>
        side.Trouble!.StartsWith("refuses", StringComparison.Ordinal) ? side.Trouble
            : side.IsLate ? $"answers, but too slowly to be read ({side.Trouble})"
            : $"does not answer ({side.Trouble})";

    private static string Master(PairSide side) => $"{side.Facts?.MasterHost}:{side.Facts?.MasterPort}";
}
