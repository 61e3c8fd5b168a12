using IncidentBot.Redis.Queues.BullMq.Scripts;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>
/// Moves the jobs of a sorted set up to a score, oldest first, a batch a call. Jobs that come back meanwhile have a higher
/// score and are not moved again.
/// </summary>
internal static class SetMove
{
    private const int MostChecked = 500;

    public static async Task<Moved> RunAsync(QueueWork work, QueueScript script, string set, long upTo, QueueRun run, string what, CancellationToken ct)
    {
        var total = new Moved(0, 0, 0);
        while (true)
        {
            var reply = await work.Session.ExecuteAsync("ZRANGEBYSCORE", [work.Keys[set], "-inf", upTo, "LIMIT", total.WithoutData, MoveScripts.MostJobs], ct);
            RedisArgument[] ids = [.. reply.AsItems().Select(id => (RedisArgument)id.AsString()!)];
            if (ids.Length == 0)
            {
                return total;
            }

            total += Moved.From(await script.RunAsync(work, ids, ct));
            run.Report(total.Jobs, run.Plan.Figure("jobs"), what);
        }
    }

    /// <summary>How many jobs up to the score are still there, of the first some hundred. Ids without data cannot be moved and do not count.</summary>
    public static async Task<int> LeftAsync(IRedisSession session, QueueKeys keys, string set, long upTo, CancellationToken ct)
    {
        var ids = (await session.ExecuteAsync("ZRANGEBYSCORE", [keys[set], "-inf", upTo, "LIMIT", 0, MostChecked], ct)).AsItems();
        var exist = await session.PipelineAsync([.. ids.Select(id => RedisCommand.Of("EXISTS", keys[id.AsString()!]))], ct);
        return exist.Count(reply => reply.AsLong() == 1);
    }
}

/// <param name="WithoutData">Ids whose job is gone; they stay where they are.</param>
/// <param name="Gone">Moved by somebody else meanwhile.</param>
internal sealed record Moved(long Jobs, long WithoutData, long Gone)
{
    public static Moved From(IReadOnlyList<long> reply) => new(reply[0], reply[1], reply[2]);

    public static Moved operator +(Moved one, Moved other) => new(one.Jobs + other.Jobs, one.WithoutData + other.WithoutData, one.Gone + other.Gone);

    /// <summary><c>Retried 12 jobs.</c> and what was left out.</summary>
    public string Say(string did) => $"{did} {QueueVerdict.Jobs(Jobs)}."
        + (WithoutData > 0 ? $" {Figures.Count(WithoutData)} ids have no data any more and were left." : "")
        + (Gone > 0 ? $" {Figures.Count(Gone)} had moved on by themselves." : "");
}
