using System.Collections.Concurrent;
using IncidentBot.Actions;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Permissions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Servers;

/// <summary>Every read of a server, with each command it sends answered as some server, service or proxy might, one at a time.</summary>
public sealed class EveryReplyTests(SeededRedis seed) : IClassFixture<SeededRedis>
{
    /// <summary>What a read does as well without, so that its refusal is not worth a word.</summary>
    private static readonly HashSet<string> Spare =
    [
        "CLIENT SETNAME", // a name for others
        "CLIENT ID", // our own, which our name says too
        "GET", // how far a rate limit counts: that its time runs is enough
        "EXISTS", // a shorter way to a queue than SCAN
        "PING", // how long the way is
        "SELECT", // another database, where there may be queues too
        "queue.jobs CLIENT LIST", // who works on them
    ];

    public static TheoryData<string> Reads => [.. Examples.Observing];

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task No_reply_to_one_command_breaks_a_read_or_becomes_an_outage_and_what_is_refused_is_said(string action)
    {
        await using var server = await seed.StartAsync(Examples.Arguments);
        var faults = new ConcurrentQueue<string>();
        var commands = await SentAsync(server, action);

        await Parallel.ForEachAsync(commands, TestRedis.Token, async (command, _) =>
        {
            RespValue? reply = null;
            await using var proxy = new RespProxy(server.Redis.Port, typed => NameOf(typed) == command ? reply : null);
            await using var bot = Bot(proxy);
            var before = await bot.ReadAsync(Examples.Reading(action));
            foreach (var other in Replies(command))
            {
                reply = other;
                var report = await bot.ReadAsync(Examples.Reading(action));
                foreach (var fault in Faults(action, command, other, before, report))
                {
                    faults.Enqueue($"{command} answered with {other}: {fault}\n{report.Text()}\n");
                }
            }
        });

        Assert.NotEmpty(commands);
        Assert.Empty(faults);
    }

    /// <summary>What opens a connection is sent once only, and is not among it.</summary>
    private static async Task<IReadOnlyCollection<string>> SentAsync(SeededServer server, string action)
    {
        var sent = new ConcurrentDictionary<string, bool>();
        await using var proxy = new RespProxy(server.Redis.Port, typed =>
        {
            sent[NameOf(typed)] = true;
            return null;
        });
        await using var bot = Bot(proxy);
        await bot.ReadAsync(Examples.Reading(action));
        sent.Clear();
        await bot.ReadAsync(Examples.Reading(action));
        return [.. sent.Keys.Order(StringComparer.Ordinal)];
    }

    private static WholeCatalogue Bot(RespProxy proxy) => new(proxy.Url, null, "Targets:primary:AllowMonitor=true");

    private static IEnumerable<string> Faults(string action, string command, RespValue reply, ActionReport before, ActionReport report)
    {
        var isRefused = reply is RespValue.Error;
        if (report.Text().Contains("Exception", StringComparison.Ordinal))
        {
            yield return "the words of a program";
        }

        // Whatever answers PING with something else is no Redis.
        if (report.Text().Contains("/incident open", StringComparison.Ordinal) && (isRefused || command != "PING"))
        {
            yield return "called an outage";
        }

        if (isRefused && before.Healthy && !report.Healthy)
        {
            yield return "no longer well";
        }

        if (reply is RespValue.Error { Reason: var refusal } && !Spare.Contains(command) && !Spare.Contains($"{action} {command}"))
        {
            if (!report.Text().Contains(refusal.Message, StringComparison.Ordinal)
                && !report.Text().Contains($"{command} is refused", StringComparison.Ordinal))
            {
                yield return "not said";
            }

            if (report is { Healthy: true, IsUnread: false, NotSeen.Count: 0 })
            {
                yield return "good by what was not seen";
            }
        }
    }

    private static IEnumerable<RespValue> Replies(string command) =>
    [
        new RespValue.Error($"NOPERM User default has no permissions to run the '{command.ToLowerInvariant().Replace(' ', '|')}' command"),
        new RespValue.Error($"ERR Command is not available: '{command}'. See https://upstash.com/docs/redis/overall/rediscompatibility for details"),
        RespValue.Nil.Instance,
        new RespValue.Text("OK"),
        new RespValue.Items([]),
        new RespValue.Items([RespValue.Nil.Instance, new RespValue.Integer(long.MaxValue)]),
        new RespValue.Items([new RespValue.Text("0"), new RespValue.Items([new RespValue.Text("")])]),
    ];

    private static string NameOf(string typed) => typed.ToUpperInvariant().Split(' ') switch
    {
        ["CLIENT" or "CONFIG" or "ACL" or "LATENCY" or "SLOWLOG" or "MEMORY" or "CLUSTER" or "XINFO", ..] and [var family, var command, ..] =>
            $"{family} {command}",
        var words => words[0],
    };
}
