using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Support;

/// <summary>Files that a test writes and edits.</summary>
internal sealed class InMemoryRunbookFiles : IRunbookFiles
{
    public SortedDictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that cannot be read, and why.</summary>
    public Dictionary<string, string> Trouble { get; } = [];

    public Task<IReadOnlyList<RunbookFile>> ReadAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<RunbookFile>>(
        [.. Texts.Select(file => new RunbookFile(file.Key, file.Value)), .. Trouble.Select(file => new RunbookFile(file.Key, "", file.Value))]);
}
