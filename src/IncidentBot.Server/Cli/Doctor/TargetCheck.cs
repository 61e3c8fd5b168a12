using IncidentBot.Actions;

namespace IncidentBot.Cli.Doctor;

/// <summary>Whether each target is reached, as whom, and what it refuses: by the bot's own reads, which change nothing.</summary>
internal sealed class TargetCheck(IServiceProvider bot)
{
    /// <summary>By system, the read that says whether a target is reached; the others have none that asks so little.</summary>
    private static readonly Dictionary<string, string> Reads = new()
    {
        ["redis"] = "redis.ping",
        ["db"] = "db.connections",
        ["queue"] = "queue.list",
        ["rq"] = "rq.list",
    };

    private readonly ActionCatalogue actions = bot.GetRequiredService<ActionCatalogue>();
    private readonly IReadOnlyList<ITargetDoctor> doctors = [.. bot.GetServices<ITargetDoctor>()];

    public async Task<IReadOnlyList<Finding>> FindAsync(CancellationToken ct)
    {
        var all = bot.GetRequiredService<TargetCatalogue>().All;

        // Queues are in a Redis, and wait for it.
        var servers = all.ToLookup(target => target.Lock);
        var found = await Task.WhenAll(servers.Select(server => OfServerAsync([.. server], ct)));
        return found.Length > 0 ? [.. found.SelectMany(one => one)] : [Finding.Warning("targets", "none is configured: add one under Targets.")];
    }

    /// <param name="systems">One server, under each system through which it is seen, itself first.</param>
    private async Task<IEnumerable<Finding>> OfServerAsync(IReadOnlyList<Target> systems, CancellationToken ct)
    {
        var (server, all) = (systems.FirstOrDefault(target => target.System is not ("queue" or "rq")) ?? systems[0], new List<Finding>());
        if (Reads.ContainsKey(server.System))
        {
            var report = await ReadAsync(server, ct);
            all.AddRange(Of(server, report));
            if (report is { Healthy: false, FailureClass: not null } && report.Readings.All(reading => reading.Name != "probe.total"))
            {
                return all;
            }
        }

        foreach (var doctor in doctors.Where(doctor => doctor.System == server.System))
        {
            all.Add(await doctor.FindAsync(server, ct));
        }

        foreach (var queues in systems.Where(target => target != server))
        {
            all.AddRange(Of(queues, await ReadAsync(queues, ct)));
        }

        return all;
    }

    /// <summary>A target that is in trouble is none of the settings'; one that the bot cannot look at may be.</summary>
    private static IEnumerable<Finding> Of(Target target, ActionReport report)
    {
        var todo = report.Steps.Concat(report.Next.Select(next => next.Command)).FirstOrDefault();
        var answer = WithoutName(target, report.Answer);
        yield return new Finding(
            report.Healthy ? Mark.Ok : report.Gravity is Gravity.Outage or Gravity.Unread ? Mark.Wrong : Mark.Warning,
            Named(target),
            report.Healthy || todo is null ? answer : $"{answer.TrimEnd('.')}. {todo}");
        foreach (var unseen in report.NotSeen)
        {
            yield return Finding.Warning(Named(target), unseen);
        }
    }

    /// <summary>The line begins with it.</summary>
    private static string WithoutName(Target target, string answer) =>
        answer.StartsWith($"{target.Name}  ", StringComparison.Ordinal) || answer.StartsWith($"{target.Name}: ", StringComparison.Ordinal)
            ? answer[(target.Name.Length + 2)..]
            : answer;

    private Task<ActionReport> ReadAsync(Target target, CancellationToken ct) =>
        ((IObserveAction)actions.Find(Reads[target.System])!).ReadAsync(ActionCall.Plain(Reads[target.System], target.Name), ct);

    private static string Named(Target target) => $"{target.System} {target.Name}";
}
