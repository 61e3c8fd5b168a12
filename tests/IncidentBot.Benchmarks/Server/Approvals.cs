using System.Diagnostics;
using System.Text.RegularExpressions;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Benchmarks.Server;

/// <summary>One person plans to clear a cache, and another approves it: that is what is measured, over and over.</summary>
internal sealed partial class Approvals(QuietSlack slack, Uri bot, RedisServer redis) : IDisposable
{
    private const string Requester = "U0ADA";
    private const string Approver = "U0GRACE";

    private readonly SlackPerson ada = new(slack, bot, Requester);
    private readonly SlackPerson grace = new(slack, bot, Approver);

    private int lastRun;

    public static string[] People =>
    [
        "--People:0:Id=ada", "--People:0:Name=Ada", $"--People:0:Accounts:0=slack:T0ACME:{Requester}", "--People:0:Permissions:0=Respond",
        "--People:1:Id=grace", "--People:1:Name=Grace", $"--People:1:Accounts:0=slack:T0ACME:{Approver}", "--People:1:Permissions:0=Approve",
    ];

    /// <returns>The milliseconds from what the approver sends to the answer that they get.</returns>
    public async Task<double> MeasureAsync(CancellationToken ct)
    {
        await RefillAsync(ct);

        // This one: the card of the run before may still be on its way, behind the answer to its approval.
        var planned = slack.NextAsync("", $"/approve R-{++lastRun} ");
        await ada.TypeAsync("/redis", "clear-cache rl:*", ct);
        var approve = Approve().Match(await planned);
        if (!approve.Success)
        {
            throw new BenchmarkException("The plan's card has no button that approves it.");
        }

        var answered = slack.NextAsync($"/{Approver}", $"R-{approve.Groups[1].Value}");
        var since = Stopwatch.GetTimestamp();
        await grace.TypeAsync("/approve", $"R-{approve.Groups[1].Value} {approve.Groups[2].Value}", ct);
        await answered;
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }

    public void Dispose()
    {
        ada.Dispose();
        grace.Dispose();
    }

    /// <summary>Once what was approved last has been done.</summary>
    private async Task RefillAsync(CancellationToken ct)
    {
        while (await redis.AskAsync(RedisCommand.Of("DBSIZE"), ct) is not RespValue.Integer { Value: 0 })
        {
            await Task.Delay(20, ct);
        }

        for (var key = 0; key < 10; key++)
        {
            await redis.AskAsync(RedisCommand.Of("SET", $"rl:{key}", "1", "EX", "3600"), ct);
        }
    }

    [GeneratedRegex("/approve R-([0-9]+) ([0-9a-f]{8,})")]
    private static partial Regex Approve();
}
