using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>One database with the tables of the product and nothing in them, for tests that change nothing.</summary>
public abstract class EmptyStore(TestStore store) : IAsyncLifetime
{
    private ServiceProvider? replica;

    internal IDatabase Database => replica!.GetRequiredService<IDatabase>();

    public async ValueTask InitializeAsync() => replica = await store.ReplicaAsync();

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
