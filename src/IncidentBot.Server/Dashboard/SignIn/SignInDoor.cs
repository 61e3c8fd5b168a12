using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Chat;
using IncidentBot.Doors;
using IncidentBot.Markup;
using IncidentBot.People;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IncidentBot.Dashboard.SignIn;

/// <summary>Lets in whoever has shown who they are, at the one address at which people reach the bot, and from its own pages.</summary>
internal sealed class SignInDoor(ProxyHeader proxy, AuditKey key, IOptions<PageOptions> pages) : IEndpointFilter
{
    private readonly Uri address = new(pages.Value.Url.Trim());
    private readonly Lazy<byte[]> formKey = new(() => key.KeyFor("forms of pages"), LazyThreadSafetyMode.PublicationOnly);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        PageHeaders.Protect(http.Response.Headers);
        if (WhyNot(http) is { } reason)
        {
            return TypedResults.Text($"Refused: {reason}\n", statusCode: StatusCodes.Status403Forbidden);
        }

        if (http.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null)
        {
            return await next(context);
        }

        if (await WhoAsync(http) is not { } who)
        {
            return Unknown(http.Request);
        }

        http.Features.Set(who);
        return await next(context);
    }

    /// <summary>The address of the page on which one signs in, which leads back.</summary>
    /// <param name="fresh">Whoever is signed in shows again who they are.</param>
    public static string SignInAt(string back, bool fresh = false) => $"{SignInEndpoints.Path}?{(fresh ? "fresh=yes&" : "")}back={Uri.EscapeDataString(back)}";

    private string? WhyNot(HttpContext http)
    {
        // Whoever leads another name here, by DNS or a header, would have pages of that name.
        if (!http.Request.Host.ToString().Equals(address.Authority, StringComparison.OrdinalIgnoreCase)
            && !(address.IsDefaultPort && http.Request.Host.Host.Equals(address.Host, StringComparison.OrdinalIgnoreCase)))
        {
            return $"this is {address.Authority}, as Pages:Url says. A proxy before it has to pass on the name that people open (Host).";
        }

        return PageHeaders.IsOfOwnPage(http.Request, address.GetLeftPart(UriPartial.Authority))
            ? null
            : "this was sent by another page. Write in the dashboard itself.";
    }

    private async Task<SignedIn?> WhoAsync(HttpContext http)
    {
        if (proxy.Read(http.Request) is { } named)
        {
            return new SignedIn(named, named.UserId, At: null, TokenOf(named, ""));
        }

        return await http.AuthenticateAsync(SignInSchemes.Cookie) is { Succeeded: true, Principal: { } principal, Properties: { } ticket }
            && Account.Read(principal.FindFirstValue(SignInTickets.AccountClaim) ?? "") is { } account
            ? new SignedIn(
                account,
                principal.FindFirstValue(SignInTickets.NameClaim) ?? account.UserId,
                ticket.IssuedUtc,
                TokenOf(account, ticket.ExpiresUtc?.ToString("O", CultureInfo.InvariantCulture) ?? ""))
            : null;
    }

    private string TokenOf(Account account, string ends) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(formKey.Value, Encoding.UTF8.GetBytes($"{account} {ends}")));

    private static IResult Unknown(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && ComponentMarkup.IsWantedBy(request)
            ? TypedResults.LocalRedirect(SignInAt($"{request.Path}{request.QueryString}"))
            : TypedResults.Text(
                "You are not signed in any more, and nothing was done. Open the page again and sign in.\n", statusCode: StatusCodes.Status401Unauthorized);
}

/// <summary>On what is served to everybody, such as the style of the page on which one signs in.</summary>
internal sealed class OpenToAll;
