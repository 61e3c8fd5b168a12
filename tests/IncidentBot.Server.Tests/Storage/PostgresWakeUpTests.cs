using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public sealed class PostgresWakeUpTests(PostgresServer server) : WakeUpContract(new TestPostgres(server))
{
    private const string Listeners = "from pg_stat_activity where datname = current_database() and query ilike 'listen%'";

    private async Task WaitUntilListeningAsync()
    {
        do
        {
            await IsWokenAsync(Brief);
        }
        while (await CountAsync($"(select 1 {Listeners}) listeners") == 0);
        await QuietAsync();
    }

    [Fact]
    public async Task A_commit_of_another_replica_wakes()
    {
        await WaitUntilListeningAsync();
        var waiting = IsWokenAsync(Patience);

        await There.GetRequiredService<ILedger>().CommitAsync(new Changes { Say = [Some.Post("a")] }, Ct);

        Assert.True(await waiting);
    }

    [Fact]
    public async Task A_lost_connection_is_made_again()
    {
        await WaitUntilListeningAsync();
        await SqlAsync($"select pg_terminate_backend(pid) {Listeners}");

        await WaitUntilListeningAsync();
        var waiting = IsWokenAsync(Patience);
        await There.GetRequiredService<IInbox>().AddAsync(Some.Message("m1"), Ct);

        Assert.True(await waiting);
    }

    [Fact]
    public async Task Without_a_server_the_wait_still_ends_by_itself()
    {
        Store.Settings["Storage:Postgres"] = "unused";
        await using var nowhere = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .Configure<StorageOptions>(_ => { })
            .AddSingleton<Microsoft.Extensions.Options.IOptions<StorageOptions>>(
                Microsoft.Extensions.Options.Options.Create(new StorageOptions { Postgres = "Host=127.0.0.1;Port=1" }))
            .AddSingleton<PostgresDatabase>()
            .AddSingleton<PostgresWakeUp>()
            .BuildServiceProvider();

        await nowhere.GetRequiredService<PostgresWakeUp>().WaitAsync(Brief, Ct);
    }
}
