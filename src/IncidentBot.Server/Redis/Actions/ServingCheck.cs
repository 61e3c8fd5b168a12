using IncidentBot.Readings;
using IncidentBot.Redis.Actions.Memory;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Peers;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Actions;

/// <summary>One check of whether a Redis serves, before it has a time.</summary>
internal sealed record ServingCheck(string Name, bool Passed, string Evidence)
{
    public IReadOnlyList<Reading> Readings { get; init; } = [];

    public const string Answers = "answers";
    public const string Writes = "accepts writes";
    public const string Room = "has room";
    public const string Follows = "follows its master";

    public static ServingCheck NoWrites(string why) => new(Writes, false, why);

    public static ServingCheck NoRoom(string why) => new(Room, false, why);

    public static ServingCheck Written(Wire.RespError? refused) =>
        new(Writes, refused is null, refused is null ? "a test key was written and removed" : Words(refused));

    /// <summary>Room that nobody can see is none that was seen.</summary>
    public static ServingCheck Fill(RedisInfo info) => new(
        Room,
        info.Memory is { IsReported: true, Fill: null or < MemoryFacts.NearlyFull },
        info.Memory.IsReported ? MemoryText.Fill(info.Memory) : NotTried(MemoryText.Fill(info.Memory)))
    {
        Readings = Reading.Known(MemoryText.Readings(info)),
    };

    /// <summary>What a replica that is meant to be one does in the place of taking writes.</summary>
    public static ServingCheck Follow(ReplicationFacts facts) => new(
        Follows,
        facts.MasterLinkUp == true,
        $"a replica of {facts.MasterHost}:{facts.MasterPort}, link {(facts.MasterLinkUp == true ? "up" : "down")}");

    /// <summary>A check that we may not make has not passed; but it says nothing against the server.</summary>
    public static string Words(Wire.RespError error) => error.Class.IsNoOutage() ? NotTried(error.Message) : error.Message;

    /// <summary>The same of several servers: all have to pass, and the first that does not is named.</summary>
    public static async Task<ServingCheck> OfAllAsync(
        string name,
        IReadOnlyList<RedisNode> nodes,
        Func<RedisNode, IRedisSession, Task<ServingCheck>> check,
        CancellationToken ct)
    {
        var results = await Task.WhenAll(nodes.Select(async node => (node, answer: await node.AskAsync(session => check(node, session), ct))));
        var failed = results.Where(result => result.answer.Value is not { Passed: true })
            .Select(result => $"{result.node.Address}: {result.answer.Trouble ?? result.answer.Value!.Evidence}")
            .FirstOrDefault();
        var evidence = failed ?? (nodes.Count == 0
            ? "there is no master to ask"
            : string.Join("; ", results.Select(result => result.answer.Value!.Evidence).Distinct().Take(3)));
        return new ServingCheck(name, nodes.Count > 0 && failed is null, evidence)
        {
            Readings = [.. results.SelectMany(result => (result.answer.Value?.Readings ?? []).Select(reading => Of(reading, result.node, nodes.Count)))],
        };
    }

    public static string NotTried(string why) => $"{why.TrimEnd('.')}. Not known, because it could not be tried; this is no outage.";

    /// <summary>Where several were asked, each reading says whose it is.</summary>
    private static Reading Of(Reading reading, RedisNode node, int nodes) => nodes == 1 ? reading : reading with { Name = $"{reading.Name}:{node.Address}" };
}
