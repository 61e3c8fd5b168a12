using System.Diagnostics;
using System.Globalization;

namespace IncidentBot.Demo;

/// <summary>
/// The other outage: a queue whose only worker was killed in the middle of its jobs. They stay in <c>active</c>, and no lock
/// says whose they are.
/// </summary>
internal sealed class StuckQueue(ThrowawayRedis redis)
{
    public const string Name = "emails";
    public const int Jobs = 40;

    /// <summary>As many as the worker takes at a time.</summary>
    public const int InHand = 5;

    private const string Keys = $"bull:{Name}:";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static string Describe() => $"The worker of the queue {Name} was killed in the middle of {InHand} jobs; {Jobs - InHand} more wait.";

    public static async Task<StuckQueue> CauseAsync(ThrowawayRedis redis, CancellationToken ct)
    {
        var queue = new StuckQueue(redis);
        await EmailApp.AddAsync(redis, Jobs, ct);
        await using (EmailApp.Work(redis, "hang"))
        {
            await queue.UntilAsync(InHand, "jobs in the worker's hands", ct, "LLEN", $"{Keys}active");
        }

        await queue.UntilAsync(0, "locks of the killed worker", ct, ["EXISTS", .. Enumerable.Range(1, Jobs).Select(id => $"{Keys}{id}:lock")]);
        return queue;
    }

    public EmailApp StartWorker() => EmailApp.Work(redis);

    public Task UntilCompletedAsync(int jobs, CancellationToken ct) => UntilAsync(jobs, "completed jobs", ct, "ZCARD", $"{Keys}completed");

    private async Task UntilAsync(int expected, string what, CancellationToken ct, params string[] question)
    {
        await using var wire = await redis.ConnectAsync(ct);
        var since = Stopwatch.GetTimestamp();
        string found;
        while ((found = await wire.AskAsync(ct, question)) != expected.ToString(CultureInfo.InvariantCulture))
        {
            if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                throw new DemoException($"Waited {Patience.TotalSeconds:0} s for {expected} {what}, and there are {found}.");
            }

            await Task.Delay(20, ct);
        }
    }
}
