using System.Diagnostics;
using IncidentBot.Alerts;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Server;
using IncidentBot.Benchmarks.Support;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Support;

namespace IncidentBot.Benchmarks.Alerts;

/// <summary>
/// A storm of alerts, and then commands about an incident with ten thousand of them. Goal: a thousand alerts a second, stored within
/// 100 ms and counted exactly once, and commands that are answered within 500 ms.
/// </summary>
internal static class AlertsBenchmark
{
    private const string Source = "prometheus";
    private const string Token = "benchmark-token-of-prometheus";
    private const double AnswerLimit = 100;
    private const double CommandLimit = 500;

    /// <param name="rounds">Seconds of each phase.</param>
    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        using var scratch = new ScratchFolder();
        await using var redis = await RedisServer.StartAsync(scratch.NewFolder(), ct);
        var storm = new Table("the answer, in ms", "alerts", "a second", "p50", "p99", "max", "said again", "all counted after");
        var commands = new Table("a command, in ms until its answer", "commands", "p50", "p99", "max");
        List<Figure> figures = [.. await MeasureAsync("SQLite", folder => $"--Storage:Sqlite={Path.Combine(folder, "incidentbot.db")}")];
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            await using var server = new PostgresServer();
            var database = await server.CreateDatabaseAsync();
            figures.AddRange(await MeasureAsync("PostgreSQL", _ => $"--Storage:Postgres={database}"));
        }
        else
        {
            Console.WriteLine("PostgreSQL is not installed (apt-get install postgresql), so there is nothing to say about it.");
        }

        storm.Print();
        commands.Print();
        return figures;

        async Task<IReadOnlyList<Figure>> MeasureAsync(string engine, Func<string, string> storage)
        {
            var (folder, name) = (scratch.NewFolder(), engine.ToLowerInvariant());
            await using var slack = await QuietSlack.StartAsync(ct);
            string[] settings =
            [
                storage(folder), $"--Audit:KeyFile={Path.Combine(folder, "audit.key")}", .. slack.Settings, .. Approvals.People,
                "--Alerts:Channel=slack:T0ACME:C0INC", $"--Alerts:Sources:{Source}:Kind=Alertmanager", $"--Alerts:Sources:{Source}:Token={Token}",
            ];
            await using var bot = await BotServer.StartAsync(folder, redis.Url, ct, settings);
            await using var store = BotStore.Over(settings);
            using var notifier = new Notifier(() => bot.Address, Token, Sender.Connections);
            var acknowledged = new Acknowledged(Source);
            var sender = new Sender(notifier, acknowledged);
            var first = await FirstAsync(store, notifier, acknowledged, ct);
            storm.Add($"{engine}, the first alert of all", "1", "", "", "", $"{first:0.0}", "", "");
            List<Figure> found = [new($"alerts.{name}.first", "ms", first)];
            foreach (var phase in Phase.All)
            {
                var again = notifier.Again;
                var sent = await sender.SendAsync(phase, rounds, ct);
                var drained = await DrainAsync(store.Get<IAlertInbox>(), ct);
                await CheckAsync(store, acknowledged, $"{engine}, {phase.Name}", ct);
                var (half, most) = (sent.Answers.Percentile(0.50), sent.Answers.Percentile(0.99));
                storm.Add(
                    $"{engine}, {phase.What}", $"{sent.Alerts:N0}", $"{sent.PerSecond:N0}", $"{half:0.0}", $"{most:0.0}", $"{sent.Answers.Max:0.0}",
                    $"{notifier.Again - again}", $"{drained.TotalSeconds:0.00} s");
                found.Add(new Figure($"alerts.{name}.{phase.Name}.rate", "alerts/s", sent.PerSecond));
                found.Add(new Figure($"alerts.{name}.{phase.Name}.p99", "ms", most) { Limit = AnswerLimit });
                found.Add(new Figure($"alerts.{name}.{phase.Name}.drain", "s", drained.TotalSeconds));
            }

            var large = await LargeAsync(store, ct);
            var asked = await Asker.AskAsync(slack, bot.Address, large.Label, ct);
            commands.Add(
                $"{engine}, about {large.Label} with {large.Alerts!.All:N0} alerts", $"{Asker.Commands}",
                $"{asked.Percentile(0.50):0.0}", $"{asked.Percentile(0.99):0.0}", $"{asked.Max:0.0}");
            found.Add(new Figure($"alerts.{name}.command.p99", "ms", asked.Percentile(0.99)) { Limit = CommandLimit });
            return found;
        }
    }

    /// <summary>It meets a bot that has taken none yet, and is not one of a storm.</summary>
    private static async Task<double> FirstAsync(BotStore store, Notifier notifier, Acknowledged acknowledged, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        var first = new Notification("First", [new NotifiedAlert("first", TimeProvider.System.GetUtcNow(), EndsAt: null)]);
        await notifier.SendAsync(first, ct);
        var took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        acknowledged.Add(first);
        await DrainAsync(store.Get<IAlertInbox>(), ct);
        return took;
    }

    private static async Task<TimeSpan> DrainAsync(IAlertInbox inbox, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while ((await inbox.OldestAsync(1, ct)).Count > 0)
        {
            await Task.Delay(5, ct);
        }

        return Stopwatch.GetElapsedTime(since);
    }

    private static async Task CheckAsync(BotStore store, Acknowledged acknowledged, string what, CancellationToken ct)
    {
        var incidents = store.Get<IIncidentStore>();
        var faults = await acknowledged.FaultsAsync(store.Get<IAlertStore>(), incidents, ct);
        var count = (await incidents.CountAsync(new IncidentQuery(Reader.Bot), ct)).Number;
        if (faults.Count > 0 || count != acknowledged.Groups)
        {
            throw new BenchmarkException($"{what}: {count} incidents for {acknowledged.Groups} groups. {string.Join(' ', faults)}");
        }
    }

    private static async Task<Incident> LargeAsync(BotStore store, CancellationToken ct)
    {
        var id = await Acknowledged.IncidentOfAsync(store.Get<IAlertStore>(), Source, new Notification(Phase.Large, []).GroupKey, ct);
        return (await store.Get<IIncidentStore>().FindAsync(id!.Value, ct))!;
    }
}
