using IncidentBot.Audit;
using IncidentBot.Execution;
using IncidentBot.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Support;

/// <summary>The product's own stores over the database of a bot that is another process.</summary>
internal sealed class BotStore(ServiceProvider services) : IAsyncDisposable
{
    /// <param name="settings">Those of the bot, as on its command line.</param>
    public static BotStore Over(IEnumerable<string> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddCommandLine([.. settings]).Build());
        services.AddLogging();
        services.AddSingleton(new Redactor([]));
        services.AddStorage();
        return new BotStore(services.BuildServiceProvider());
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Makes the tables and as many audit entries.</summary>
    public async Task WriteAuditAsync(int entries)
    {
        await Get<StorageStart>().UpgradeAsync(CancellationToken.None);
        for (var i = 1; i <= entries; i++)
        {
            await Get<ILedger>().CommitAsync(
                new Changes { Audit = [new AuditEntry(TimeProvider.System.GetUtcNow(), null, AuditKind.Incident, $"INC-{i}")] },
                CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
