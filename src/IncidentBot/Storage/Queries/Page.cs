namespace IncidentBot.Storage.Queries;

/// <summary>A part of what a query finds.</summary>
/// <param name="Next">Where the next page begins; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, Cursor? Next);
