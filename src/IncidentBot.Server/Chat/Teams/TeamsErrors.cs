using System.Net;
using System.Net.Http.Headers;
using Microsoft.Bot.Schema;

namespace IncidentBot.Chat.Teams;

/// <summary>The connector's answers: whether trying again can help and, where it cannot, what a person has to do.</summary>
internal static class TeamsErrors
{
    public static DeliveryException ToException(string what, ErrorResponseException answer)
    {
        var status = answer.Response.StatusCode;

        // The connector's word for it, where it gave one.
        var code = answer.Body?.Error?.Code;
        var said = $"Teams answered {(int)status}{(code is null ? "" : $" {code}")} to {what}.";
        return Remedy(status) is { } remedy
            ? new DeliveryException($"{said} {remedy}", permanent: true, mayHaveArrived: false)
            : new DeliveryException(said, permanent: false, Later(status, RetryAfter(answer)), mayHaveArrived: !IsTurnedAway(status));
    }

    private static bool IsTurnedAway(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.PreconditionFailed;

    private static TimeSpan? RetryAfter(ErrorResponseException answer) =>
        answer.Response.Headers.TryGetValue("Retry-After", out var values) && RetryConditionHeaderValue.TryParse(values.FirstOrDefault(), out var after)
            ? after.Delta
            : null;

    /// <returns>Null for trouble that passes.</returns>
    private static string? Remedy(HttpStatusCode status) => status switch
    {
        HttpStatusCode.RequestTimeout => null,
        _ when IsTurnedAway(status) => null,
        >= HttpStatusCode.InternalServerError => null,

        HttpStatusCode.Unauthorized =>
            "It does not take the bot's token; check Teams:AppId and Teams:ClientSecret, and that the bot's registration has the channel Microsoft Teams.",
        HttpStatusCode.Forbidden => "The bot may not write there: add the app to the team, the chat or the person.",
        HttpStatusCode.NotFound => "The conversation or the message is gone.",
        HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest => "This is a mistake in the bot: please report it.",
        _ => "See https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference for this answer.",
    };

    /// <summary>
    /// With a little chance added, so that what was turned away together does not come back together. What is plain trouble
    /// (500, 503) waits longer each time, as everything else that is delivered.
    /// </summary>
    private static TimeSpan? Later(HttpStatusCode status, TimeSpan? retryAfter)
    {
        var pause = retryAfter
            ?? (IsTurnedAway(status) || status is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout ? TimeSpan.FromSeconds(1) : null);
#pragma warning disable CA5394 // Nothing secret hangs on it.
        return pause is { } wait ? wait + TimeSpan.FromMilliseconds(Random.Shared.Next(0, 1000)) : null;
#pragma warning restore CA5394
    }
}
