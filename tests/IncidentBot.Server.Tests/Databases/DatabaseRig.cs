using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace IncidentBot.Databases;

/// <summary>The actions of a database as the bot registers them, as a role that is no superuser.</summary>
internal sealed class DatabaseRig : IAsyncDisposable
{
    public const string Secret = "pw-correct-horse-battery";

    private readonly ServiceProvider services;
    private readonly ActionCatalogue catalogue;
    private readonly ActionCallReader reader;

    /// <param name="settings">As on the command line, below <c>Databases:main:</c>: <c>Queries:jobs:Sql=select …</c>.</param>
    public DatabaseRig(string connectionString, params string[] settings)
    {
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(Pairs($"ConnectionString={connectionString}"))
                .AddInMemoryCollection(Pairs(settings))
                .Build())
            .AddDatabases()
            .BuildServiceProvider();
        catalogue = new ActionCatalogue(services.GetServices<IRunbookAction>());
        reader = new ActionCallReader(catalogue, new TargetCatalogue(services.GetRequiredService<IReadOnlyList<Target>>()));
    }

    public static string Query(string name, string sql) => $"Queries:{name}:Sql={sql}";

    /// <returns>The connection string of the same database for a role that may do nothing there yet.</returns>
    public static async Task<string> RoleAsync(string superuser, string name = "bot")
    {
        name = $"{name}_{Guid.NewGuid():N}"[..20];
        await RunAsync(superuser, $"create role {name} login");
        return new NpgsqlConnectionStringBuilder(superuser) { Username = name, Password = Secret }.ConnectionString;
    }

    public static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A connection of its own, as an application holds one.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(string connectionString, string application = "")
    {
        var connection =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = application }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>As the host does at the start.</summary>
    public async Task StartAsync()
    {
        services.GetRequiredService<IStartupValidator>().Validate();
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <param name="typed">What follows <c>/db</c>.</param>
    public ActionReading Type(string typed)
    {
        var words = CommandReader.Split(typed);
        return reader.Read($"db.{words[0]}", [.. words.Skip(1)], null);
    }

    public async Task<ActionReport> ReadAsync(string typed, CancellationToken? ct = null)
    {
        var call = Assert.IsType<ActionReading.Ok>(Type(typed)).Call;
        var report = await Assert.IsType<IObserveAction>(catalogue.Find(call.Action.Value), exactMatch: false)
            .ReadAsync(call, ct ?? TestContext.Current.CancellationToken);
        Assert.All([report.Answer, .. report.Evidence], line =>
        {
            Assert.NotEmpty(line);
            Assert.DoesNotContain('\n', line);
            Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
        });
        Assert.All(report.Evidence, line => Assert.True(line.Length <= 120, line));
        ReadingRules.AssertSound(report.Readings);
        return report;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private static IEnumerable<KeyValuePair<string, string?>> Pairs(params string[] settings) =>
        settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create($"Databases:main:{pair[0]}", (string?)pair[1]));
}
