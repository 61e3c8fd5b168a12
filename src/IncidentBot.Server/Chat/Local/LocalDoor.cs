using System.Net;

namespace IncidentBot.Chat.Local;

/// <summary>
/// Lets in only what comes from this machine, from this page, and with the token of the address that the bot prints. The local chat
/// has no passwords: whoever reaches it is Ada or Grace by choice, so that nobody else may reach it.
/// </summary>
internal sealed class LocalDoor(LocalToken token) : IEndpointFilter
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'";

    private const string ForwardedPrefix = "X-Forwarded-";

    private static readonly string[] ProxyHeaders = ["Forwarded", "Via", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP"];

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

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

        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && !IsFromThisPage(http.Request))
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

    /// <summary>Browsers send at least one of the two headers with a form; a terminal client sends none.</summary>
    private static bool IsFromThisPage(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return site is "" or "same-origin" or "none"
            && (origin.Length == 0 || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }
}
