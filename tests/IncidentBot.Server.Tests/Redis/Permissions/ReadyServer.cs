using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Permissions;

/// <summary>A seeded server on which one action has something to do.</summary>
/// <param name="Typed">What to type for it.</param>
internal sealed record ReadyServer(SeededServer Server, RespConnection Client, WholeCatalogue Allowed, string Typed) : IAsyncDisposable
{
    public static async Task<ReadyServer> ForAsync(string action, SeededRedis seed)
    {
        var server = await seed.StartAsync(Examples.Arguments);
        var client = await server.Redis.ConnectAsync();
        var allowed = new WholeCatalogue(server.Redis.Url, server.Folder.FullName);
        return new ReadyServer(server, client, allowed, await Examples.PrepareAsync(action, server, allowed, client));
    }

    public async ValueTask DisposeAsync()
    {
        await Allowed.DisposeAsync();
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }
}
