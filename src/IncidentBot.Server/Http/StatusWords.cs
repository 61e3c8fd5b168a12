using IncidentBot.Words;

namespace IncidentBot.Http;

/// <summary>What a status means for whoever asked.</summary>
internal static class StatusWords
{
    /// <summary>
    /// Whether a change may have taken effect all the same: a gateway has lost the answer of the service behind it, or we are sent to
    /// another page, as many services do when the work is done.
    /// </summary>
    public static bool SaysNothingOfTheEffect(int status) => status is 302 or 303 or 502 or 504;

    /// <returns>The first thing to do; null where all is well, or the meaning says it.</returns>
    public static string? Next(EndpointCall.Ready ready, Answer answer) => answer.Status switch
    {
        var status when ready.Endpoint.IsWell(status) => null,
        502 or 504 => $"See whether {ready.Target.Name} itself runs behind its proxy, and restart it if not",
        503 => $"See in the log of {ready.Target.Name} what it waits for, and whether somebody took it out of service",
        >= 500 => $"See in the log of {ready.Target.Name} what failed, and what was deployed last",
        _ => null,
    };

    /// <returns>Null where there is nothing to say beyond the status.</returns>
    public static string? Of(Endpoint endpoint, Answer answer) => answer.Status switch
    {
        var status when endpoint.IsWell(status) => null,
        401 or 403 when endpoint.TokenSetting is { } setting =>
            $"It does not accept the token in {setting} (environment: {setting.Replace(":", "__", StringComparison.Ordinal)}).",
        401 or 403 => "It wants a token, and the endpoint is configured as Anonymous.",
        404 => "There is no such address: compare Path with the service's own documentation.",
        405 => $"It does not take {endpoint.Method} there.",
        429 => answer.Header("Retry-After") is { } after
            ? $"It limits us. Retry-After: {OneLine.Of(after, 40)}{(after.All(char.IsAsciiDigit) ? " s" : "")}."
            : "It limits us, and does not say for how long.",
        502 or 503 or 504 => "A proxy answers, or the service says that it cannot: what is behind it is down or overloaded.",
        >= 300 and < 400 => "It redirects, and that is not followed here.",
        var status when status < 400 && endpoint.Expect is { } expected => $"{expected} is expected.",
        _ => null,
    };
}
