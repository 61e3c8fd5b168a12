using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Dashboard.SignIn;

/// <summary>What shows that a form was drawn for whoever sends it.</summary>
internal static class FormTokens
{
    public const string Field = "token";

    public static IResult Refused => TypedResults.Text(
        "This form was drawn for another sign-in, and nothing was done. Reload the page and send it again.\n", statusCode: StatusCodes.Status403Forbidden);

    /// <returns>Also true where nobody signs in: the door of the local chat stands before it.</returns>
    public static bool IsRight(HttpContext http, IFormCollection form) => http.Features.Get<SignedIn>() is not { } who
        || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(form[Field].ToString()), Encoding.UTF8.GetBytes(who.FormToken));
}
