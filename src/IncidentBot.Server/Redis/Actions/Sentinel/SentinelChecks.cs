using IncidentBot.Readings;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Peers;

namespace IncidentBot.Redis.Actions.Sentinel;

/// <summary>Whether a Redis under sentinels serves: they name one master, and that one does.</summary>
internal sealed class SentinelChecks(SentinelReader reader)
{
    public async Task<IReadOnlyList<ServingCheck>> CheckAsync(RedisTarget target, CancellationToken ct)
    {
        var picture = await reader.ReadAsync(target, ct);
        var finding = SentinelFinding.Of(picture);
        IReadOnlyList<RedisNode> master = picture.Master is { } named && picture.Masters.Count <= 1 && picture.Server(named)?.Node is { } node ? [node] : [];

        // A sentinel that is missing is worth mending and no reason to keep an incident open.
        var one = master.Count == 1 && !picture.IsFailingOver && finding.Class is null or FailureClass.NoQuorum;
        return
        [
            new("sentinels", one, finding.Sentence) { Readings = Reading.Known(picture.Readings) },
            await ServingCheck.OfAllAsync(
                ServingCheck.Answers,
                master,
                (address, _) => Task.FromResult(new ServingCheck(ServingCheck.Answers, true, $"{address.Address} answers")),
                ct),
            await ServingCheck.OfAllAsync(ServingCheck.Writes, master, async (_, session) => ServingCheck.Written(await CanaryWrite.TryAsync(session, ct)), ct),
            await ServingCheck.OfAllAsync(ServingCheck.Room, master, async (_, session) => ServingCheck.Fill(await RedisInfo.ReadAsync(session, ct)), ct),
        ];
    }
}
