using System.Globalization;
using IncidentBot.Http;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;
using Npgsql;

namespace IncidentBot.Redis.GameDays;

/// <summary>
/// What goes wrong beside Redis, and what only looks so: services behind HTTP, a certificate, and a PostgreSQL of their own, each a target
/// of the bot. They take what only tests start, so nobody rehearses on them.
/// </summary>
internal sealed class OutsideOutages : IAsyncDisposable
{
    private const string Payments = "payments";
    private const string Shop = "shop";
    private const string Accounts = "accounts";
    private const string Orders = "orders";

    /// <summary>Of thirteen places three are for superusers.</summary>
    private const int Most = 13;

    private readonly PostgresServer postgres = PostgresServer.Small(Most);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-outside-");
    private readonly (int Payments, int Shop, int Accounts) ports = (FreePort.Next(), FreePort.Next(), FreePort.Next());
    private readonly TestCertificates ending;
    private readonly TestCertificates lasting;
    private string database = "";

    private OutsideOutages()
    {
        ending = TestCertificates.Create(folder.CreateSubdirectory("ending").FullName, days: 3);
        lasting = TestCertificates.Create(folder.CreateSubdirectory("lasting").FullName);
        All =
        [
            new("http-refused", "nobody can pay", "the payment service does not run", [Payments, "REFUSED|nothing listens"], _ => Task.CompletedTask)
            {
                Target = Payments,
                FirstStep = "start it",
            },
            new("http-unavailable", "nobody can pay", "the payment service answers 503", [Payments, "503"], UnavailableAsync)
            {
                Target = Payments,
                FirstStep = "log of payments",
            },
            new("http-hung", "nobody can pay", "the payment service takes requests and answers none", [Payments, "HUNG|did not answer"], HungAsync)
            {
                Target = Payments,
                FirstStep = "log of payments",
            },
            new("certificate-ends", "is the shop safe?", "its certificate ends in three days", [Shop, "certificate ends in"], EndingAsync)
            {
                Target = Shop,
                FirstStep = "Renew the certificate",
            },
            new("db-full", "orders cannot be saved", "all connections are taken", [Orders, "lets nobody in"], FullAsync)
            {
                Target = Orders,
                FirstStep = "pools",
            },
            new("db-leak", "orders cannot be saved", "one application takes nearly all connections", [Orders, "places", "billing"], LeakAsync)
            {
                Target = Orders,
                FirstStep = "the pool of billing",
            },
            new("db-locks", "orders hang", "a migration holds a lock that everybody waits for", [Orders, "wait for a lock", "migration"], LocksAsync)
            {
                Target = Orders,
                FirstStep = "pg_terminate_backend",
            },
            new("db-idle", "deployments hang", "somebody left a transaction open", [Orders, "idle in a transaction", "console"], IdleAsync)
            {
                Target = Orders,
                FirstStep = "pg_terminate_backend",
            },
            Well("well-service", "a service that answers", Payments, scene => ServeAsync(scene, ports.Payments)),
            Well("well-certificate", "a certificate that lasts", Accounts, scene => ServeAsync(scene, ports.Accounts, lasting)),
            Well("well-database", "a database at work", Orders, scene => TakeAsync(scene, "api", 4)),
        ];
    }

    public IReadOnlyList<Outage> All { get; }

    /// <summary>As on the command line.</summary>
    public IReadOnlyList<string> Settings =>
    [
        .. Service(Payments, $"http://127.0.0.1:{Text(ports.Payments)}/"),
        $"--Http:{Payments}:Endpoints:health:TimeLimit=00:00:01",
        .. Service(Shop, $"https://127.0.0.1:{Text(ports.Shop)}/"),
        $"--Http:{Shop}:CaFile={ending.CaFile}",
        .. Service(Accounts, $"https://127.0.0.1:{Text(ports.Accounts)}/"),
        $"--Http:{Accounts}:CaFile={lasting.CaFile}",
        $"--Databases:{Orders}:ConnectionString={database}",
        $"--Databases:{Orders}:LongIdle=00:00:01",
    ];

    public static async Task<OutsideOutages> StartAsync()
    {
        var outside = new OutsideOutages();
        var superuser = await outside.postgres.CreateDatabaseAsync();
        await using var connection = new NpgsqlConnection(Alone(superuser, "setup"));
        await connection.OpenAsync();
        await RunAsync(
            connection,
            "create role shop login; grant pg_monitor to shop; create table jobs (id int); grant all on jobs to shop",
            CancellationToken.None);
        outside.database = new NpgsqlConnectionStringBuilder(superuser) { Username = "shop" }.ConnectionString;
        NpgsqlConnection.ClearAllPools();
        return outside;
    }

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static Outage Well(string name, string cause, string target, Func<Scene, Task> make) =>
        new(name, "is this the reason?", cause, [], make) { Target = target, IsWell = true };

    private static IEnumerable<string> Service(string name, string address) =>
        [$"--Http:{name}:BaseUrl={address}", $"--Http:{name}:Endpoints:health:Path=health", $"--Http:{name}:Endpoints:health:Anonymous=true"];

    private static async Task<FakeService> ServeAsync(Scene scene, int port, TestCertificates? certificates = null) =>
        scene.Keep(await FakeService.StartAsync(port, certificates));

    private async Task UnavailableAsync(Scene scene) => (await ServeAsync(scene, ports.Payments)).Answer = context =>
    {
        context.Response.StatusCode = 503;
        return Task.CompletedTask;
    };

    private async Task HungAsync(Scene scene) =>
        (await ServeAsync(scene, ports.Payments)).Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

    private async Task EndingAsync(Scene scene) => await ServeAsync(scene, ports.Shop, ending);

    private async Task FullAsync(Scene scene)
    {
        try
        {
            await TakeAsync(scene, "billing", Most);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            return;
        }

        throw new SceneException("The scene could not be set: all connections are taken.");
    }

    private async Task LeakAsync(Scene scene)
    {
        await TakeAsync(scene, "api", 1);
        await TakeAsync(scene, "billing", 7);
    }

    private async Task LocksAsync(Scene scene)
    {
        var holder = await OpenAsync(scene, "migration");
        await RunAsync(holder, "begin; lock table jobs", scene.Ending);
        for (var i = 0; i < 3; i++)
        {
            scene.Keep(new Waiting(await OpenAsync(scene, "api"), "select * from jobs"));
        }

        await scene.UntilAsync("they wait", async () => await CountAsync(holder, "wait_event_type = 'Lock'", scene.Ending) == 3);
    }

    private async Task IdleAsync(Scene scene)
    {
        await RunAsync(await OpenAsync(scene, "console"), "begin; select * from jobs", scene.Ending);
        var looking = await OpenAsync(scene, "api");
        await scene.UntilAsync("it is idle", async () => await CountAsync(looking, "state = 'idle in transaction'", scene.Ending) == 1);
    }

    private async Task TakeAsync(Scene scene, string application, int connections)
    {
        for (var i = 0; i < connections; i++)
        {
            await OpenAsync(scene, application);
        }
    }

    /// <summary>A connection of its own, as an application holds one.</summary>
    private async Task<NpgsqlConnection> OpenAsync(Scene scene, string application)
    {
        var connection = scene.Keep(new NpgsqlConnection(Alone(database, application)));
        await connection.OpenAsync(scene.Ending);
        return connection;
    }

    private static string Alone(string database, string application) =>
        new NpgsqlConnectionStringBuilder(database) { Pooling = false, ApplicationName = application }.ConnectionString;

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>How many have been so for longer than is usual.</summary>
    private static async Task<long> CountAsync(NpgsqlConnection connection, string which, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select count(*) from pg_stat_activity where {which} and clock_timestamp() - state_change > interval '1.1 s'",
            connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A query that waits until it is cancelled.</summary>
    private sealed class Waiting : IAsyncDisposable
    {
        private readonly CancellationTokenSource ending = new();
        private readonly Task query;

        public Waiting(NpgsqlConnection connection, string sql) => query = RunAsync(connection, sql, ending.Token);

        public async ValueTask DisposeAsync()
        {
            await ending.CancelAsync();
            await query.ContinueWith(ended => ended.Exception, TaskScheduler.Default);
            ending.Dispose();
        }
    }
}
