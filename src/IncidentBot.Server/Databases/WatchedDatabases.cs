using IncidentBot.Incidents;
using IncidentBot.Readings;
using IncidentBot.Targets;
using IncidentBot.Watch;
using IncidentBot.Watching;
using Microsoft.Extensions.Options;
using Npgsql;

namespace IncidentBot.Databases;

/// <summary>Watches who is connected to a PostgreSQL, against how many may be. That it refuses our login says nothing of it.</summary>
internal sealed class WatchedDatabases(DatabaseTargets targets, IOptions<DatabaseOptions> options, TimeProvider time) : IWatchedSystem
{
    private const string Unreachable = "unreachable";
    private const string Fill = "connections_fill";
    private const string Waiting = "waiting_for_locks";
    private const string Longest = "longest_transaction";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public string System => "db";

    public IReadOnlyList<Measure> Measures { get; } =
    [
        new(Unreachable, "not reached", "The database is down", Unit.Count, new(null, 1) { For = TimeSpan.FromSeconds(30), Severity = Severity.P0 })
        {
            IsYesOrNo = true,
        },
        new(Fill, "connections in use", "The database has hardly any connections left", Unit.Ratio, new(0.80, 0.95)),
        new(Waiting, "waiting for locks", "Queries of the database wait for locks", Unit.Count, new(10, null)),
        new(Longest, "longest transaction", "A transaction of the database does not end", Unit.Seconds, new(600, null)),
    ];

    public IReadOnlyList<string> Targets { get; } =
        [.. options.Value.Targets.Where(target => target.Value.Watch).Select(target => target.Key).Order(StringComparer.Ordinal)];

    public async Task<WatchSample> LookAsync(string target, WatchSample? before, CancellationToken ct)
    {
        var database = targets.Get(target);
        var sample = new WatchSample(new TargetRef(System, target), time.GetUtcNow(), new Dictionary<string, double>());
        try
        {
            var now = await database.ReadAsync(Limit, connection => Connections.ReadAsync(connection, database.Applications, ct), ct);
            return sample with
            {
                Values = new Dictionary<string, double>
                {
                    [Unreachable] = 0,
                    [Fill] = now.Share,
                    [Waiting] = now.Clients.Count(client => client.WaitsFor == "Lock"),
                    [Longest] = now.Clients.Max(client => client.Transaction)?.TotalSeconds ?? 0,
                },
                SawAll = true,
            };
        }
        catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            return sample with { Values = new Dictionary<string, double> { [Unreachable] = 0, [Fill] = 1 } };
        }
        catch (PostgresException refusal) when (refusal.SqlState is not (PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown))
        {
            return sample with { NotSeen = [$"{DatabaseTrouble.Of(database, refusal).Reason}."] };
        }
        catch (NpgsqlException)
        {
            return sample with { Values = new Dictionary<string, double> { [Unreachable] = 1 } };
        }
    }
}
