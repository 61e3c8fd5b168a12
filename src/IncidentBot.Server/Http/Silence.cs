using System.Net.Sockets;
using IncidentBot.Words;

namespace IncidentBot.Http;

/// <summary>Why no answer came, in words.</summary>
internal static class Silence
{
    public static ExchangeResult.Silent TooLong(HttpTarget target, bool hasLeft, TimeSpan limit) => hasLeft
        ? new("HUNG", $"{target.BaseUrl.Authority} took the connection and did not answer within {Duration.Limit(limit)}", MayHaveArrived: true)
        : new(
            "TIMEOUT",
            $"no connection to {target.BaseUrl.Authority} within {Duration.Limit(limit)}: the host is down, or a firewall drops what we send",
            MayHaveArrived: false);

    public static ExchangeResult.Silent Of(HttpTarget target, bool hasLeft, Exception error)
    {
        var authority = target.BaseUrl.Authority;
        var causes = Causes(error).ToList();
        var socket = causes.OfType<SocketException>().FirstOrDefault()?.SocketErrorCode;
        var (name, reason) = (error as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => ("DNS", $"the name {target.BaseUrl.Host} is not known to DNS"),
            HttpRequestError.SecureConnectionError => ("TLS", Tls(target, causes)),
            HttpRequestError.ConnectionError when socket is SocketError.ConnectionRefused => ("REFUSED", $"nothing listens at {authority}"),
            HttpRequestError.ConnectionError when socket is SocketError.HostUnreachable or SocketError.NetworkUnreachable =>
                ("UNREACHABLE", $"there is no route to {authority}"),
            HttpRequestError.ConnectionError => ("UNREACHABLE", $"no connection to {authority}: {OneLine.Of(causes[^1].Message)}"),
            HttpRequestError.InvalidResponse =>
                ("NOT HTTP", $"what {authority} sends is not HTTP; is it a TLS port, and BaseUrl meant to begin with https://?"),
            HttpRequestError.ConfigurationLimitExceeded => ("NOT HTTP", $"{authority} sends more than 32 KB of headers"),
            _ => ("CLOSED", $"{authority} closed the connection without an answer"),
        };
        return new ExchangeResult.Silent(name, reason, hasLeft);
    }

    /// <returns>The first thing to do; null where the reason says it.</returns>
    public static string? Next(HttpTarget target, ExchangeResult.Silent silent) => silent.Class switch
    {
        "REFUSED" => $"See on the host of {target.BaseUrl.Authority} whether {target.Name} runs and why it ended, and start it",
        "TIMEOUT" or "UNREACHABLE" => $"See whether the host of {target.BaseUrl.Authority} is up, then the firewall and the route to it",
        "HUNG" or "CLOSED" => $"See in the log of {target.Name} what it waits for: often a database or a cache behind it",
        "DNS" => $"Compare the name with DNS and with Http:{target.Name}:BaseUrl",
        "TLS" when silent.Reason.Contains("has expired", StringComparison.Ordinal) => $"Renew the certificate of {target.BaseUrl.Authority}",
        _ => null,
    };

    private static string Tls(HttpTarget target, List<Exception> causes)
    {
        var said = string.Join(' ', causes.Select(cause => cause.Message));
        var authority = target.BaseUrl.Authority;
        return said switch
        {
            _ when said.Contains("NameMismatch", StringComparison.Ordinal) => $"the certificate of {authority} is for another name than {target.BaseUrl.Host}",
            _ when said.Contains("NotTimeValid", StringComparison.Ordinal) => $"the certificate of {authority} has expired, or is not valid yet",
            _ when said.Contains("UntrustedRoot", StringComparison.Ordinal) || said.Contains("PartialChain", StringComparison.Ordinal) =>
                $"the certificate of {authority} is signed by nobody we trust; Http:{target.Name}:CaFile can name the authority",
            _ when said.Contains("corrupted frame", StringComparison.Ordinal) || said.Contains("frame size", StringComparison.Ordinal) =>
                $"{authority} does not speak TLS; is BaseUrl meant to begin with http://?",
            _ => $"TLS with {authority} failed: {OneLine.Of(causes[^1].Message)}",
        };
    }

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
