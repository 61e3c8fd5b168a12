using System.Collections.Concurrent;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Slack;

internal sealed class MemoryTurns : ITurns
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> taken = new();

    public Task<Turn?> TakeAsync(string name, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        if (taken.TryGetValue(name, out var before))
        {
            return Task.FromResult(before <= now && taken.TryUpdate(name, until, before) ? new Turn(name, until) : null);
        }

        return Task.FromResult(taken.TryAdd(name, until) ? new Turn(name, until) : null);
    }

    public Task PassOnAsync(Turn turn, DateTimeOffset at, CancellationToken ct)
    {
        taken.TryUpdate(turn.Name, at, turn.Until);
        return Task.CompletedTask;
    }
}
