namespace IncidentBot.Chat;

internal static class HttpFailures
{
    /// <summary>False where the connection was never made, so that nothing can have been done.</summary>
    public static bool MayHaveBeenSent(this HttpRequestException failure) => failure.HttpRequestError
        is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError);
}
