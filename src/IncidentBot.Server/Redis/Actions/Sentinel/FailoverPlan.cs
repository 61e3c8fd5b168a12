using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Peers;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Sentinel;

/// <summary>What a failover would do, or why it must not be asked for.</summary>
internal static class FailoverPlan
{
    public static PlanResult.Refused? WhyNot(RedisTarget target, SentinelPicture picture)
    {
        var look = $"See /redis sentinels on {target.Name}";
        if (picture.Views.Count * 2 <= picture.Sentinels.Count)
        {
            return new(
                $"Only {picture.Views.Count} of {picture.Sentinels.Count} sentinels answer, which is no majority.",
                picture.Mends is [var mend, ..] ? mend : look);
        }

        if (picture.Master is not { } master || picture.Masters.Count > 1 || picture.IsFailingOver)
        {
            return new($"{SentinelFinding.Of(picture).Sentence}.", look);
        }

        if (picture.Views.FirstOrDefault(view => view.NoQuorum is not null) is { } lacking)
        {
            return new(
                $"There is no quorum: {lacking.NoQuorum!.TrimEnd('.')}.",
                FailureClass.NoQuorum.Text().NextStep.Replace("`", "", StringComparison.Ordinal));
        }

        if (picture.Server(master)?.Role is { IsMaster: false })
        {
            return new($"{master} is named as the master and is a replica: the sentinels are behind.", look);
        }

        var candidates = SentinelElection.Candidates(Chosen(picture));
        if (candidates.Count == 0)
        {
            return new(
                $"No replica of {master} could be promoted: none is reachable for the sentinels with a priority above 0.",
                "Bring a replica back: /redis replication");
        }

        // Beside the master, because what it has and nobody else could then not be known.
        if (picture.Servers.FirstOrDefault(server =>
            server.Answer?.Mend is not null && (server.Address == master || candidates.Any(candidate => candidate.Address == server.Address))) is { } shut)
        {
            return new($"{shut.Address} cannot be read ({shut.Trouble}): nothing could be verified there.", shut.Answer!.Mend!);
        }

        return candidates.FirstOrDefault(candidate => picture.Server(candidate.Address)?.Node is null) is { } stranger
            ? new(
                $"{stranger.Address} might win and is not in the settings: nothing could be verified there.",
                $"Add it to Targets:{target.Name}:Nodes, or set TrustAnnounced there.")
            : null;
    }

    public static ActionPlan Of(RedisTarget target, SentinelPicture picture)
    {
        var (master, view) = (picture.Master!, Chosen(picture));
        var candidates = SentinelElection.Candidates(view);
        var winner = candidates[0];
        var behind = SentinelElection.Behind(picture, winner.Address);
        return new ActionPlan($"Would have the sentinels promote a replica of {target.Name}: {winner.Address} by what they know now, instead of {master}.")
        {
            Pins = new Dictionary<string, string>
            {
                ["master"] = master.ToString(),
                ["candidates"] = string.Join(", ", candidates.Select(candidate => candidate.Address.ToString()).Order(StringComparer.Ordinal)),
                ["bytes at stake"] = AtStake.Magnitude(behind),
            },
            Notes =
            [
                $"{picture.Views.Count} of {picture.Sentinels.Count} sentinels answer and agree; quorum of {view.Quorum} is there.",
                .. candidates.Select(candidate => $"{candidate.Address}: priority {candidate.Priority}, "
                    + $"{(SentinelElection.Behind(picture, candidate.Address) is { } bytes
                        ? $"{Figures.Bytes(bytes)} behind" : "how far behind is unknown")}{(candidate == winner ? ", would win" : "")}"),
                .. picture.Server(master)?.Role is null
                    ? [$"{master} does not answer: what it accepted and nobody has is not known, and is lost when it comes back as a replica."]
                    : Array.Empty<string>(),
                "Writes fail for some seconds meanwhile; clients that ask sentinels reconnect by themselves, others need the new address.",
            ],
            CannotBeUndone = "acknowledged writes that the winner does not have are lost: "
                + $"{(behind is { } lost ? $"{Figures.Bytes(lost)} now" : "how many is not known")}.",
        };
    }

    private static SentinelView Chosen(SentinelPicture picture) => picture.Views.First(view => view.Master is not null);
}
