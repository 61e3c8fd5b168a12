using IncidentBot.Execution;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>A new, empty database with the services of the product over it, one set per replica.</summary>
public abstract class TestStore : IAsyncDisposable
{
    private readonly List<ServiceProvider> replicas = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("incidentbot-store-").FullName;

    /// <summary>Settings that a test changes before it makes a replica.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Parts of the bot beside its store.</summary>
    public Action<IServiceCollection, IConfiguration> More { get; set; } = (_, _) => { };

    public string KeyFile => Path.Combine(Folder, "audit.key");

    public Task<ServiceProvider> ReplicaAsync() => ReplicaAsync(TimeProvider.System);

    /// <param name="clock">The one of its machine.</param>
    public async Task<ServiceProvider> ReplicaAsync(TimeProvider clock)
    {
        var replica = await UnstartedReplicaAsync(clock);
        await replica.GetRequiredService<StorageStart>().UpgradeAsync(TestContext.Current.CancellationToken);
        return replica;
    }

    public Task<ServiceProvider> UnstartedReplicaAsync() => UnstartedReplicaAsync(TimeProvider.System);

    private async Task<ServiceProvider> UnstartedReplicaAsync(TimeProvider clock)
    {
        var (name, value) = await DatabaseAsync();
        var settings = new Dictionary<string, string?>(Settings) { [name] = value };
        settings.TryAdd("Audit:KeyFile", KeyFile);
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        services.AddSingleton(new Redactor([]));
        services.AddSingleton(new SharedClock(clock, NullLogger<SharedClock>.Instance));
        services.AddStorage();
        More(services, configuration);
        var replica = services.BuildServiceProvider();
        lock (replicas)
        {
            replicas.Add(replica);
        }

        return replica;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The setting that leads to the database; the same one each time.</summary>
    protected abstract Task<(string Name, string Value)> DatabaseAsync();
}

public sealed class TestSqlite : TestStore
{
    public string File => Path.Combine(Folder, "incidentbot.db");

    protected override Task<(string Name, string Value)> DatabaseAsync() => Task.FromResult(("Storage:Sqlite", File));
}

public sealed class TestPostgres : TestStore
{
    private readonly Lazy<Task<string>> database;

    public TestPostgres(PostgresServer server) => database = new Lazy<Task<string>>(server.CreateDatabaseAsync);

    public Task<string> ConnectionString => database.Value;

    protected override async Task<(string Name, string Value)> DatabaseAsync() => ("Storage:Postgres", await database.Value);
}
