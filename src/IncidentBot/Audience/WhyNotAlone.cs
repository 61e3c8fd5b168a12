using IncidentBot.People;

namespace IncidentBot.Audience;

/// <summary>
/// What keeps the bot from telling an account something that nobody else sees, in words that say what to do about it; null where nothing
/// does. The chat platforms know.
/// </summary>
public delegate Task<string?> WhyNotAlone(Account account, CancellationToken ct);
