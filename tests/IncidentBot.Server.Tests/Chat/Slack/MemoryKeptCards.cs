using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>Keeps cards under numbers instead of tokens, fails or hangs.</summary>
internal sealed class MemoryKeptCards : IKeptCards
{
    private readonly List<KeptCard> cards = [];

    public Exception? Failure { get; set; }

    public bool Hangs { get; set; }

    public IReadOnlyList<KeptCard> All => [.. cards];

    public async Task<string?> KeepAsync(KeptCard kept, CancellationToken ct)
    {
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, ct);
        }

        if (Failure is not null)
        {
            throw Failure;
        }

        cards.Add(kept);
        return $"{cards.Count}";
    }

    public Task<KeptCard?> FindAsync(string token, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();
}
