using IncidentBot.People;

namespace IncidentBot.Dashboard.SignIn;

/// <summary>Who asks, as the door before the pages has found out.</summary>
/// <param name="Name">As whoever vouches for them says; shown, never trusted.</param>
/// <param name="At">When they showed who they are; null where a proxy says so with each request, and does not say since when.</param>
/// <param name="FormToken">What a form of theirs carries, so that no other site can send one in their name.</param>
internal sealed record SignedIn(Account Account, string Name, DateTimeOffset? At, string FormToken);
