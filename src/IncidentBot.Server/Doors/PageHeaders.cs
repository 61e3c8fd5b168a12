namespace IncidentBot.Doors;

/// <summary>What every page of people tells the browser: to run nothing else, to be framed by nobody and to keep no copy.</summary>
internal static class PageHeaders
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'";

    public static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    /// <summary>Whether it changes nothing, or comes from a page of <paramref name="origin"/>. Browsers send at least one of the two
    /// headers with a form; a terminal client sends none.</summary>
    /// <param name="origin">For example <c>https://incidentbot.your.org</c>.</param>
    public static bool IsOfOwnPage(HttpRequest request, string origin)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var from = request.Headers.Origin.ToString();
        return HttpMethods.IsGet(request.Method)
            || HttpMethods.IsHead(request.Method)
            || (site is "" or "same-origin" or "none" && (from.Length == 0 || from.Equals(origin, StringComparison.OrdinalIgnoreCase)));
    }
}
