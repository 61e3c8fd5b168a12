using System.Globalization;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Commands on the keys of BullMQ: what was meant is an action on the queue.</summary>
internal sealed class BullMqRules(Offers offers)
{
    public Verdict Read(string command, BullKey key) => key.Part switch
    {
        "stalled" => offers.Guarded("queue.status", "This set names candidates for the next check, not stalled jobs: "
            + "it is empty when no worker runs, which is just when jobs are stalled. "
            + "Stalled is a job in active without a lock.", key.Queue),
        "delayed" when command.StartsWith("ZRANGEBYSCORE", StringComparison.Ordinal) || command == "ZCOUNT" => offers.Guarded(
            "queue.status",
            "BullMQ's scores are milliseconds times 4096, so a range that ends at the present time is always empty. The action counts the overdue ones.",
            key.Queue),
        "active" => offers.Guarded(
            "queue.status",
            "The list may be long and does not say which jobs are alive. A job in active without a lock is stalled; the action counts both.",
            key.Queue),
        "wait" or "waiting" or "paused" => offers.Guarded("queue.status", "A misspelt queue also has length 0, and paused, "
            + "prioritized and delayed jobs are elsewhere: 0 alone does not mean healthy. "
            + "The action also says whether jobs complete.", key.Queue),
        "completed" or "failed" when command is "LLEN" or "LRANGE" or "LINDEX" =>
            offers.Guarded("queue.jobs", "The key is a sorted set in every version of BullMQ: the reply is WRONGTYPE.", key.Queue, key.Part),
        "completed" or "failed" or "delayed" or "prioritized" =>
            offers.Native("queue.jobs", "The jobs in this state, without their contents.", key.Queue, key.Part),
        _ => offers.Guarded("queue.status", "One key shows one side of a queue. The action reads all its states at once.", key.Queue),
    };

    public Verdict Write(IReadOnlyList<ShellWord> words, BullKey key) => (words[0].Value.ToUpperInvariant(), key.Part) switch
    {
        ("RPOPLPUSH" or "LMOVE" or "BRPOPLPUSH" or "BLMOVE", "active") => offers.Guarded(
            "queue.retry-stalled",
            "Moved by hand, a job whose worker lives runs twice, and no worker is told. The action moves only jobs without a lock.",
            key.Queue),
        ("LTRIM", "completed" or "failed") => offers.Guarded("queue.clean", "The key is a sorted set in every version of BullMQ: "
            + "the reply is WRONGTYPE, and redis-cli reports success all the same. On a list it would leave the jobs themselves behind. "
            + "The action removes both, keeps a copy, and stops between batches.", key.Queue, key.Part, Kept(words)),
        ("ZREMRANGEBYSCORE" or "ZREMRANGEBYRANK" or "ZREM", "completed" or "failed") => offers.Guarded(
            "queue.clean",
            "It removes ids and leaves the jobs' own keys behind, which is where the memory is.",
            key.Queue,
            key.Part,
            "<older-than>"),
        ("HDEL", "meta") when RedisCommands.Sub(words, 2) == "PAUSED" =>
            offers.Guarded("queue.resume", "Without the marker no worker is told, and before version 6 the jobs stay in another list.", key.Queue),
        ("HSET" or "HSETNX", "meta") when RedisCommands.Sub(words, 2) == "PAUSED" =>
            offers.Guarded("queue.pause", "Only half of a pause: waiting workers take the next job all the same.", key.Queue),
        _ => Verdict.Manual(
            "done with the queue's own means: /queue retry-failed, retry-stalled, promote, clean, pause, resume",
            "A job is in several keys at once. Changing one of them by hand leaves ghosts, or jobs that no worker is told about."),
    };

    /// <summary>A script that walks finished jobs and deletes what it finds.</summary>
    public Verdict CleanByScript(BullKey key, string script, bool readsAsList) => offers.Guarded(
        "queue.clean",
        $"{(readsAsList ? "The script reads a sorted set as a list and stops with WRONGTYPE. Mended, it" : "The script")} would still "
            + "remove jobs and leave their ids, logs and locks for deduplication behind, and it blocks every client meanwhile. "
            + "The action goes queue by queue, in batches, by the time a job ended, and keeps a copy.",
        key.Queue,
        key.Part,
        Age(script));

    /// <summary><c>LTRIM key 0 100</c> keeps 101.</summary>
    private static string Kept(IReadOnlyList<ShellWord> words) =>
        words is [_, _, { Value: "0" }, { Value: var last }] && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? string.Create(CultureInfo.InvariantCulture, $"keep={index + 1}")
            : "<older-than>";

    /// <summary>The milliseconds that a script subtracts from the present, in days where they are whole days.</summary>
    private static string Age(string script)
    {
        var milliseconds = script.Split([' ', '(', ')', '-', '*', '\n', '\r', '\t', ','], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .FirstOrDefault(number => number >= Day && number % Day == 0);
        return milliseconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / Day}d") : "<older-than>";
    }

    private const long Day = 86_400_000;
}
