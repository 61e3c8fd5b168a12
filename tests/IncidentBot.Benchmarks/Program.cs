using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using IncidentBot.Benchmarks.Alerts;
using IncidentBot.Benchmarks.BigKeys;
using IncidentBot.Benchmarks.Clean;
using IncidentBot.Benchmarks.Clear;
using IncidentBot.Benchmarks.Diagnose;
using IncidentBot.Benchmarks.History;
using IncidentBot.Benchmarks.Pages;
using IncidentBot.Benchmarks.Queries;
using IncidentBot.Benchmarks.Redact;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Server;
using IncidentBot.Benchmarks.Watch;

namespace IncidentBot.Benchmarks;

internal static class Program
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private static readonly Benchmark[] All =
    [
        new("clear", "clears 1,000,000 keys of 1,200,000: the bot against the runbook's EVAL of KEYS and DEL", 3, ClearBenchmark.RunAsync),
        new("big-keys", "finds the largest of 1,200,000 keys: the bot against redis-cli --bigkeys", 3, BigKeysBenchmark.RunAsync),
        new("queue-clean", "removes 100,000 completed jobs of BullMQ, each into a snapshot first: the bot against BullMQ itself", 3, CleanBenchmark.RunAsync),
        new("queries", "a page of every list at 1,000 and at 100,000 incidents, in SQLite and in PostgreSQL", 50, QueriesBenchmark.RunAsync),
        new("diagnose", "what an incident says first of each outage of the gallery: cause and subject named, and how fast", 1, DiagnoseBenchmark.RunAsync),
        new("page", "the local page at 1,000 and at 100,000 incidents: its size, its news, processor time and memory", 5, PageBenchmark.RunAsync),
        new("history", "pages and commands about 1,000 incidents and about 100,000 with 2,000,000 entries, in both stores", 20, HistoryBenchmark.RunAsync),
        new("redact", "the slowest look of the redactor and of every expression at texts that were made to be slow", 2, RedactBenchmark.RunAsync),
        new("start", "from the start of the server's process to its first ready answer", 5, StartBenchmark.RunAsync),
        new("idle", "resident memory of a server that has nothing to do", 3, IdleBenchmark.RunAsync),
        new("ack", "from the POST of a signed Slack command to its 200", 500, AckBenchmark.RunAsync),
        new("flood", "an approval while a stranger sends 24,000 commands, in SQLite and in PostgreSQL", 20, FloodBenchmark.RunAsync),
        new("watch", "what the watch costs a Redis that serves 50,000 commands a second and more, with 20 queues and 200 clients", 3, WatchBenchmark.RunAsync),
        new("alerts", "1,100 alerts a second, for as many seconds in each of three ways, in SQLite and in PostgreSQL", 20, AlertsBenchmark.RunAsync),
    ];

    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case [Pinger.Verb, var port]:
                Pinger.Run(int.Parse(port, CultureInfo.InvariantCulture));
                return 0;
            case [] or ["--help" or "-h"]:
                Console.WriteLine(Usage());
                return 0;
            case [var name, .. var rest] when All.FirstOrDefault(each => each.Name == name) is { } benchmark && Rounds(benchmark, rest) is { } rounds:
                return await RunAsync(benchmark, rounds);
            default:
                await Console.Error.WriteLineAsync($"Not understood: {string.Join(' ', args)}{Environment.NewLine}{Usage()}");
                return 2;
        }
    }

    private static async Task<int> RunAsync(Benchmark benchmark, int rounds)
    {
        // Asked of the assembly and not of the compiler, so that a Debug build compiles all of this too.
        if (typeof(Program).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
        {
            await Console.Error.WriteLineAsync("This is a Debug build, whose numbers say nothing: dotnet run -c Release.");
            return 2;
        }

        using var stop = new CancellationTokenSource(Limit);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndInOrder);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndInOrder);
        try
        {
            Console.WriteLine($"{benchmark.Name}: {benchmark.Summary}");
            Console.WriteLine($"{Environment.ProcessorCount} processors, load {(await File.ReadAllTextAsync("/proc/loadavg", stop.Token)).Split(' ')[0]}");
            Console.WriteLine();
            foreach (var figure in await benchmark.RunAsync(rounds, stop.Token))
            {
                Console.WriteLine(figure.ToJson());
            }

            return 0;
        }
        catch (Exception e) when (e is BenchmarkException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(e is BenchmarkException ? e.Message : "Stopped before the end.");
            return 1;
        }

        // So that the servers that were started end too.
        void EndInOrder(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static int? Rounds(Benchmark benchmark, string[] rest) => rest switch
    {
        [] => benchmark.Rounds,
        ["--rounds", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds is >= 1 and <= 10_000 =>
            rounds,
        _ => null,
    };

    private static string Usage() =>
        $"""
        usage: dotnet run -c Release --project tests/IncidentBot.Benchmarks -- NAME [--rounds N]

        {string.Join(Environment.NewLine, All.Select(each => $"  {each.Name,-11} {each.Summary} ({each.Rounds} rounds)"))}
        """;
}
