using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.Databases;

/// <summary>The configured databases, in the order of their names.</summary>
internal sealed class DatabaseTargets(IOptions<DatabaseOptions> options) : IAsyncDisposable
{
    public IReadOnlyList<DatabaseTarget> All { get; } = [.. options.Value.Targets.Select(
        pair => new DatabaseTarget(pair.Key, pair.Value, new DatabaseTargetReader(pair.Key, pair.Value, new SettingFaults()).Read()))];

    public DatabaseTarget Get(string name) => All.First(target => string.Equals(target.Name, name, StringComparison.OrdinalIgnoreCase));

    public async ValueTask DisposeAsync()
    {
        foreach (var target in All)
        {
            await target.DisposeAsync();
        }
    }
}
