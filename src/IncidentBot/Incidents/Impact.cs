using IncidentBot.People;

namespace IncidentBot.Incidents;

/// <summary>
/// What people notice of one service, as somebody has said. Of a service that nobody has spoken of a runbook may say what is to be
/// expected (see <see cref="AffectedService"/>); that is no more than a suspicion.
/// </summary>
/// <param name="What">In numbers where they are known: <c>340 orders</c>. Of one that is not affected, why not.</param>
/// <param name="IsStruck">Somebody has looked, and it is not affected.</param>
/// <param name="From">Since when; null where nobody has said.</param>
/// <param name="Until">Null while it goes on, and where nobody has said.</param>
/// <param name="By">Null only in what nobody could be named for.</param>
public sealed record Impact(string Service, string What, bool IsStruck, DateTimeOffset? From, DateTimeOffset? Until, PersonId? By, DateTimeOffset At);
