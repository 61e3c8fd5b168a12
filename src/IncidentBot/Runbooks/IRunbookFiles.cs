namespace IncidentBot.Runbooks;

/// <summary>
/// Where runbooks are kept. Asked each time somebody uses one, so that an edit counts at once; it reads a file again only when
/// that has changed.
/// </summary>
public interface IRunbookFiles
{
    /// <summary>In a fixed order. A file that cannot be read is in the list, with its trouble; nothing throws.</summary>
    Task<IReadOnlyList<RunbookFile>> ReadAsync(CancellationToken ct);
}
