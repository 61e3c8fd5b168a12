using System.Text;
using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>
/// Which RQ wrote what is there, and so whether it may be changed. RQ 2 lists started jobs as <c>job:execution</c> and keeps
/// <c>rq:executions:</c> beside them; a change made for RQ 1 would leave those behind.
/// </summary>
/// <param name="Versions">As the workers say.</param>
/// <param name="Newer">What shows RQ 2 or newer; null when nothing does.</param>
internal sealed record RqLayout(IReadOnlyList<string> Versions, string? Newer)
{
    private const int WipLooked = 200;
    private const int ScanStep = 1000;
    private const int ScanPages = 10;

    /// <summary>What every change takes, for when no worker is there to say it.</summary>
    public static Parameter VersionParameter { get; } = new("version", "the version of RQ, where no worker is there to say it", "1.13")
    {
        Check = value => MajorOf(value) is null ? "is no version. Write it like version=1.13." : null,
    };

    /// <param name="queues">Whose started jobs are looked at.</param>
    /// <param name="thorough">False where nothing is to be changed: then the keys are not gone through.</param>
    public static async Task<RqLayout> ReadAsync(
        IRedisSession session,
        RqWorkers workers,
        IReadOnlyList<string> queues,
        CancellationToken ct,
        bool thorough = true)
    {
        IReadOnlyList<string> versions = [.. workers.Entries.Select(worker => worker.Version).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        var newer = workers.Entries.FirstOrDefault(worker => MajorOf(worker.Version) >= 2) is { } worker
            ? $"worker {worker.Name} runs RQ {worker.Version}"
            : (thorough ? await ExecutionsAsync(session, ct) : null) ?? await CompositeAsync(session, queues, ct);
        return new RqLayout(versions, newer);
    }

    /// <summary>Why nothing may be changed here; null when it may.</summary>
    public PlanResult.Refused? WhyNotChange(ActionCall call)
    {
        if (Newer is not null)
        {
            return new(
                $"{call.Target} holds jobs of RQ 2 or newer ({Newer}). The bot reads those, and leaves changing them to RQ.",
                $"On a host with that RQ: rq requeue --queue {call.Find("queue") ?? "<queue>"} --all -u <url>; "
                    + "its workers return abandoned jobs by themselves.");
        }

        if (Versions.FirstOrDefault(version => MajorOf(version) != 1) is { } other)
        {
            return new($"A worker on {call.Target} runs RQ {other}; changes are known to be right for RQ 1 only.", "Use the rq command of that version.");
        }

        return (Versions.Count, call.Find("version")) switch
        {
            ( > 0, _) => null,
            (_, null) => new(
                $"No worker is registered on {call.Target}, so nothing says which version of RQ wrote these jobs.",
                $"If it is RQ 1, say so: add version=1.13 to the command."),
            (_, var told) when MajorOf(told) == 1 => null,
            (_, var told) => new($"Changes are known to be right for RQ 1 only, not for {told}.", "Use the rq command of that version."),
        };
    }

    private static int? MajorOf(string? version) => int.TryParse(version?.Split('.')[0], out var major) ? major : null;

    /// <summary>Bounded: it finds them where they are common, and the other signs are read as well.</summary>
    private static async Task<string?> ExecutionsAsync(IRedisSession session, CancellationToken ct)
    {
        var pages = 0;
        await foreach (var page in new KeyScan(ScanStep) { Match = RqKeys.ExecutionsPrefix + "*" }.PagesAsync(session, ct))
        {
            if (page.Keys is [var key, ..])
            {
                return $"there is {Encoding.UTF8.GetString(key.Span)}";
            }

            if (++pages == ScanPages)
            {
                break;
            }
        }

        return null;
    }

    /// <summary>A colon alone says nothing: a job's id may have one. What counts is whose hash exists.</summary>
    private static async Task<string?> CompositeAsync(IRedisSession session, IReadOnlyList<string> queues, CancellationToken ct)
    {
        if (queues.Count == 0)
        {
            return null;
        }

        var lists = await session.PipelineAsync([.. queues.Select(queue => RedisCommand.Of("ZRANGE", RqKeys.Started(queue), 0, WipLooked - 1))], ct);
        var members = queues.Zip(lists)
            .SelectMany(pair => pair.Second.AsItems().Select(member => (Queue: pair.First, Text: member.AsString() ?? "")))
            .Where(member => member.Text.LastIndexOf(':') > 0)
            .ToList();
        if (members.Count == 0)
        {
            return null;
        }

        var replies = await session.PipelineAsync(
            [.. members.SelectMany(member => new[]
            {
                RedisCommand.Of("EXISTS", RqKeys.Job(member.Text)),
                RedisCommand.Of("EXISTS", RqKeys.Job(JobIn(member.Text)), RqKeys.ExecutionsPrefix + JobIn(member.Text)),
            })], ct);
        return members.Where((_, at) => replies[2 * at].AsLong() == 0 && replies[(2 * at) + 1].AsLong() > 0)
            .Select(member => $"{RqKeys.Started(member.Queue)} lists {member.Text}, a job and its execution")
            .FirstOrDefault();
    }

    private static string JobIn(string member) => member[..member.LastIndexOf(':')];
}
