using System.Net;
using IncidentBot.Doors;

namespace IncidentBot.Chat.Local;

/// <summary>
/// Lets in only what comes from this machine, from this page, and with the token of the address that the bot prints. The local chat
/// has no passwords: whoever reaches it is Ada or Grace by choice, so that nobody else may reach it.
/// </summary>
internal sealed class LocalDoor(LocalToken token) : IEndpointFilter
{
    private const string ForwardedPrefix = "X-Forwarded-";

    private static readonly string[] ProxyHeaders = ["Forwarded", "Via", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP"];

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        PageHeaders.Protect(context.HttpContext.Response.Headers);
        return ReasonToRefuse(context.HttpContext) is { } reason
            ? ValueTask.FromResult<object?>(TypedResults.Text($"Refused: {reason}\n", statusCode: StatusCodes.Status403Forbidden))
            : next(context);
    }

    /// <summary>Whether it comes from this machine, where the chat may be led to.</summary>
    public static bool IsFromHere(HttpContext http) => WhyNotFromHere(http) is null;

    private static string? WhyNotFromHere(HttpContext http)
    {
        if (!IsLoopback(http.Connection.RemoteIpAddress))
        {
            return "the local chat answers only to the machine it runs on.";
        }

        // A tunnel or reverse proxy on this machine connects from loopback, on behalf of somebody who is not here.
        // Not every proxy says so: nginx adds nothing by itself, and is stopped by the token.
        if (http.Request.Headers.Keys.Any(IsOfAProxy))
        {
            return "the local chat does not answer through a proxy. Open it on the machine it runs on.";
        }

        // DNS rebinding: a foreign name that resolves to 127.0.0.1 would make its page share our origin.
        return IsLocalName(http.Request.Host.Host) ? null : "open the local chat as localhost, 127.0.0.1 or [::1], not by another name.";
    }

    private string? ReasonToRefuse(HttpContext http)
    {
        if (WhyNotFromHere(http) is { } reason)
        {
            return reason;
        }

        if (!PageHeaders.IsOfOwnPage(http.Request, $"{http.Request.Scheme}://{http.Request.Host}"))
        {
            return "this was sent by another page. Write in the local chat itself.";
        }

        return token.IsShown(http) ? null
            : "this takes the token of the local chat. Open the whole address that the bot printed when it started, in the line that begins "
                + "with \"Local chat:\"; this browser is known from then on.";
    }

    private static bool IsOfAProxy(string header) =>
        ProxyHeaders.Contains(header, StringComparer.OrdinalIgnoreCase) || header.StartsWith(ForwardedPrefix, StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopback(IPAddress? address) =>
        address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host is "127.0.0.1" or "[::1]";
}
