namespace IncidentBot.Chat;

/// <summary>How a chat platform is called.</summary>
internal static class PlatformHttp
{
    /// <param name="limit">How long one call may take.</param>
    public static HttpClient Create(TimeSpan limit, int largestAnswer) => Over(Handler(), limit, largestAnswer);

    /// <summary>No redirects: the token and the answers go where the configuration says and nowhere else.</summary>
    public static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <param name="keeps">Whether the handler outlives the client.</param>
    public static HttpClient Over(HttpMessageHandler handler, TimeSpan limit, int largestAnswer, bool keeps = false)
    {
        var http = new HttpClient(handler, disposeHandler: !keeps) { Timeout = limit, MaxResponseContentBufferSize = largestAnswer };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("IncidentBot");
        return http;
    }

    /// <summary>False where the connection was never made, so that nothing can have been done.</summary>
    public static bool MayHaveBeenSent(this HttpRequestException failure) => failure.HttpRequestError
        is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError);
}
