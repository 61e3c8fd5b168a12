namespace IncidentBot.Benchmarks.Queries;

/// <summary>Two stores of one engine: one in its first months, one after years.</summary>
internal sealed record Sizes(FilledStore Small, FilledStore Large) : IAsyncDisposable
{
    public const int Few = 1_000;
    public const int Many = 100_000;

    public static async Task<Sizes> FillAsync(Func<int, Task<FilledStore>> store)
    {
        var small = await store(Few);
        try
        {
            return new Sizes(small, await store(Many));
        }
        catch
        {
            await small.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Small.DisposeAsync();
        await Large.DisposeAsync();
    }
}
