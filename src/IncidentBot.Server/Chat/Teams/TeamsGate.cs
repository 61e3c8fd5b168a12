using System.Net;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Doors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace IncidentBot.Chat.Teams;

/// <summary>Lets in what the Bot Connector sent. Nothing is parsed before the token has been checked; nobody who is refused learns why.</summary>
internal sealed class TeamsGate(
    TeamsAuthentication authentication,
    TeamsTurns turns,
    Refusals<TeamsGate> refusals,
    IOptions<TeamsOptions> options,
    TimeProvider time)
{
    /// <summary>Teams' largest message is about 100 KB.</summary>
    public const int MaxBodyBytes = 256 * 1024;

    public Task<IResult> EnterAsync(HttpRequest request, CancellationToken ct) => refusals.CountAsync(() => AdmitAsync(request, ct));

    private async Task<IResult> AdmitAsync(HttpRequest request, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        TeamsVerdict verdict;
        try
        {
            verdict = await JudgeAsync(request, ct);
        }
        catch (TeamsKeysException)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        if (verdict is TeamsVerdict.Refused refused)
        {
            return Unauthorized(refused.Reason);
        }

        if (await RequestBody.ReadAsync(request, MaxBodyBytes, time, ct) is not { } body)
        {
            refusals.Tell("it is too large");
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        if (ActivityBody.Read(body) is not { } activity)
        {
            return TypedResults.Text("The body is not an activity.", statusCode: StatusCodes.Status400BadRequest);
        }

        return verdict is TeamsVerdict.Accepted token && !token.Covers(activity)
            ? Unauthorized("the token does not cover the activity's channel and service URL")
            : await turns.TakeAsync(activity, ct);
    }

    private async Task<TeamsVerdict> JudgeAsync(HttpRequest request, CancellationToken ct)
    {
        if (!options.Value.WithoutAuthentication)
        {
            return await authentication.JudgeAsync(request.Headers.Authorization, ct);
        }

        return request.HttpContext.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller)
            ? new TeamsVerdict.Unchecked()
            : new TeamsVerdict.Refused("without authentication only this machine may ask");
    }

    private UnauthorizedHttpResult Unauthorized(string reason)
    {
        refusals.Tell(reason);
        return TypedResults.Unauthorized();
    }
}
