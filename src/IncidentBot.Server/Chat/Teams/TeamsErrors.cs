using System.Net;

namespace IncidentBot.Chat.Teams;

/// <summary>The connector's answers: whether trying again can help and, where it cannot, what a person has to do.</summary>
internal static class TeamsErrors
{
    /// <param name="code">The connector's word for it, where it gave one.</param>
    public static DeliveryException ToException(string what, HttpStatusCode status, string? code, TimeSpan? retryAfter)
    {
        var said = $"Teams answered {(int)status}{(code is null ? "" : $" {code}")} to {what}.";
        return Remedy(status) is { } remedy
            ? new DeliveryException($"{said} {remedy}", permanent: true, mayHaveArrived: false)
            : new DeliveryException(said, permanent: false, Later(status, retryAfter), mayHaveArrived: status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.PreconditionFailed));
    }

    /// <returns>Null for trouble that passes.</returns>
    private static string? Remedy(HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests or HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestTimeout => null,
        >= HttpStatusCode.InternalServerError => null,

        HttpStatusCode.Unauthorized => "It does not take the bot's token: check Teams:AppId and Teams:ClientSecret, and that the bot's registration has the channel Microsoft Teams.",
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
        var pause = retryAfter ?? (status is HttpStatusCode.TooManyRequests or HttpStatusCode.PreconditionFailed or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout ? TimeSpan.FromSeconds(1) : null);
#pragma warning disable CA5394 // Nothing secret hangs on it.
        return pause is { } wait ? wait + TimeSpan.FromMilliseconds(Random.Shared.Next(0, 1000)) : null;
#pragma warning restore CA5394
    }
}
