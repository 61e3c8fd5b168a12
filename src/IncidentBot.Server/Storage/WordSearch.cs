namespace IncidentBot.Storage;

/// <summary>How an engine finds words by their beginnings; what that means is said by <see cref="Queries.SearchText"/>.</summary>
/// <param name="Incidents">The table to begin with when incidents are found by words, joined with theirs.</param>
/// <param name="Number">Its number of an incident.</param>
/// <param name="InIncident">The condition there, over <c>@words</c>.</param>
/// <param name="InEntry">The condition on an entry of a timeline, over <c>@words</c>.</param>
/// <param name="Typed">What <c>@words</c> is.</param>
internal sealed record WordSearch(string Incidents, string Number, string InIncident, string InEntry, Func<IReadOnlyList<string>, string> Typed);
