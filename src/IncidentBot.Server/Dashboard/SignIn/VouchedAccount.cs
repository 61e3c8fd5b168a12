using System.Security.Claims;
using IncidentBot.People;

namespace IncidentBot.Dashboard.SignIn;

/// <summary>Whose account of the chat it is that an identity token names.</summary>
internal static class VouchedAccount
{
    /// <summary>https://docs.slack.dev/authentication/sign-in-with-slack: both ids are claims of their own.</summary>
    /// <returns>Null where it is of another workspace, or names nobody.</returns>
    public static Account? OfSlack(ClaimsPrincipal token, string team) =>
        token.FindFirstValue("https://slack.com/team_id") == team && token.FindFirstValue("https://slack.com/user_id") is { Length: > 0 } user
            ? new Account("slack", team, user)
            : null;

    /// <summary>https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference: <c>tid</c> and <c>oid</c>, as Teams names both.</summary>
    /// <returns>Null where it is of another directory, or names nobody.</returns>
    public static Account? OfEntra(ClaimsPrincipal token, string tenant) =>
        tenant.Equals(token.FindFirstValue("tid"), StringComparison.OrdinalIgnoreCase) && token.FindFirstValue("oid") is { Length: > 0 } user
            ? new Account("teams", tenant.ToLowerInvariant(), user.ToLowerInvariant())
            : null;
}
