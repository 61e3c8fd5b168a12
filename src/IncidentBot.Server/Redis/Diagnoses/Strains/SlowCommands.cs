using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses.Strains;

/// <summary>
/// Redis does one thing at a time, so one long command makes everybody wait. The slow log names it; where it names none, many that
/// are heavy together do the same, and at last the replies themselves show that something is slow.
/// </summary>
internal static class SlowCommands
{
    /// <summary>A tenth of ten seconds is felt by everybody; over a minute half of that is.</summary>
    private static readonly (TimeSpan Window, double Share)[] TooMuch = [(TimeSpan.FromSeconds(10), 0.1), (TimeSpan.FromMinutes(1), 0.05)];

    /// <summary>What happened once and is over is no reason for anything that is slow now, unless it was this long.</summary>
    private static readonly TimeSpan LongOnce = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SlowReply = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan HeavyCall = TimeSpan.FromMicroseconds(200);

    /// <summary>What an assessment sends by itself at the same time: never what an application is blamed for.</summary>
    private static readonly HashSet<string> OurOwn = new(StringComparer.OrdinalIgnoreCase)
    {
        "scan", "memory usage", "info", "client list", "slowlog get", "latency latest",
    };

    /// <summary>What is in a slow log unless somebody has set it otherwise: https://redis.io/docs/latest/commands/slowlog/.</summary>
    private static readonly TimeSpan InTheLog = TimeSpan.FromMilliseconds(10);

    private const double Busy = 0.85;
    private const double BusyAndLate = 0.4;
    private const double MostOfIt = 0.6;

    public static Strain? Of(DiagnosisReads reads) => Logged(reads) ?? Heavy(reads) ?? Felt(reads);

    private static Strain? Logged(DiagnosisReads reads)
    {
        if (reads.SlowLog is not { } log || reads.Now is not { } now)
        {
            return null;
        }

        var others = log.Where(entry => entry.ClientName != RespDialer.ClientName).ToList();
        foreach (var (window, share) in TooMuch)
        {
            var recent = others.Where(entry => now - entry.At <= window).ToList();
            var held = TimeSpan.FromTicks(recent.Sum(entry => entry.Took.Ticks));
            if (held >= window * share && (recent.Count > 1 || recent[0].Took >= LongOnce))
            {
                return Named(recent, held, window, reads.Target);
            }
        }

        return null;
    }

    private static Strain Named(List<SlowEntry> recent, TimeSpan held, TimeSpan window, string target)
    {
        var worst = recent.GroupBy(entry => entry.Command, StringComparer.Ordinal).MaxBy(group => group.Sum(entry => entry.Took.Ticks))!.ToList();
        var caller = worst.GroupBy(entry => entry.Client, StringComparer.Ordinal).MaxBy(group => group.Count())!.First();
        var who = caller.ClientName.Length > 0 ? $"{caller.ClientName} at {caller.Client}" : caller.Client;
        var share = Math.Min(1, held / window);
        return new Strain(
            FailureClass.Slow,
            $"is slow: {worst[0].Command} held everybody up, {Took(worst.Max(entry => entry.Took))} at a time"
                + $"{(who.Length > 0 ? $", sent by {who}" : "")}; slow commands took {Figures.Percent(share)} of the last {Duration.Words(window)}")
        {
            NextSteps = [Instead(worst[0].Name)],
            Commands =
            [
                new Suggestion("Slow log", $"/redis slowlog on {target}"),
                .. caller.Client.Length > 0
                    ? [new Suggestion("Plan closing its connection", $"/redis kill-client {caller.Client} on {target}")]
                    : Array.Empty<Suggestion>(),
            ],
        };
    }

    /// <summary>None of them is slow enough for the log, and together they take all there is.</summary>
    private static Strain? Heavy(DiagnosisReads reads)
    {
        if (reads.Later is not { } later)
        {
            return null;
        }

        var commands = CommandActivity.Between(reads.Info!, later).Where(command => !OurOwn.Contains(command.Name)).ToList();
        var all = commands.Sum(command => command.Microseconds);
        if (commands is not [{ Calls: > 0 } most, ..] || most.Microseconds < all * MostOfIt)
        {
            return null;
        }

        // Its host may give it no more time than it takes: then its own share of a processor is small, and its replies are late.
        var busy = Math.Max((MainThread(later) - MainThread(reads.Info!)) / reads.Between.TotalSeconds ?? 0, all / reads.Between.TotalMicroseconds);
        var each = TimeSpan.FromMicroseconds(most.Microseconds / (double)most.Calls);
        var isUnlogged = (reads.SlowLog is null || reads.Now is null) && each >= InTheLog && most.Calls > 1;
        return each < HeavyCall || busy < (isUnlogged || SlowReplies(reads).Count > 1 ? BusyAndLate : Busy) ? null : new Strain(
            FailureClass.Slow,
            $"is slow: its one thread is busy {Figures.Percent(Math.Min(1, busy))} of the time, mostly with {most.Name.ToUpperInvariant()}, "
                + $"{Figures.Count((long)(most.Calls / reads.Between.TotalSeconds))} a second of {Took(each)} each"
                + $"{(isUnlogged ? "; its key is not known without the slow log" : "")}")
        {
            IsInferred = true,
            NextSteps = [Instead(most.Name.ToUpperInvariant())],
            Commands = [new Suggestion("Activity", $"/redis activity on {reads.Target}"), new Suggestion("Clients", $"/redis clients on {reads.Target}")],
        };
    }

    private static Strain? Felt(DiagnosisReads reads)
    {
        var slow = SlowReplies(reads);
        return slow.Count < 2 ? null : new Strain(
            FailureClass.Slow,
            $"is slow: {slow.Count} of {reads.ReplyTimes.Count} replies took {Took(slow[0])} or more, and its slow log "
                + $"{(reads.SlowLog is null ? "cannot be read" : "names no command for it")}")
        {
            IsInferred = true,
            NextSteps = ["Check its host for swapping, a full CPU and a fork under way, then the network between"],
            Commands = [new Suggestion("Latency", $"/redis latency on {reads.Target}"), new Suggestion("Activity", $"/redis activity on {reads.Target}")],
        };
    }

    private static List<TimeSpan> SlowReplies(DiagnosisReads reads) => [.. reads.ReplyTimes.Where(took => took >= SlowReply).Order()];

    private static string Instead(string command) => command switch
    {
        "KEYS" => "Have its caller walk with SCAN: KEYS looks at every key there is, and nobody is served meanwhile",
        "EVAL" or "EVALSHA" or "FCALL" => "Have its caller do less in one script: nobody is served while it runs",
        "LRANGE" or "ZRANGE" or "ZREVRANGE" or "HGETALL" or "HVALS" or "HKEYS" or "SMEMBERS" or "SORT" or "SUNION" or "SINTER" or "SDIFF" =>
            "Have its caller read in parts (LRANGE with bounds, HSCAN, SSCAN, ZSCAN): the whole of a large key at once makes everybody wait",
        "DEL" or "FLUSHDB" or "FLUSHALL" => "Have its caller use UNLINK, or FLUSHDB ASYNC: memory is then freed beside the work",
        _ => "Find its caller by the address, and have it send less at once",
    };

    private static double? MainThread(RedisInfo info) =>
        info.Fraction("used_cpu_user_main_thread") + info.Fraction("used_cpu_sys_main_thread");

    private static string Took(TimeSpan took) => took.TotalSeconds >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{took.TotalMilliseconds:0.#} ms");
}
