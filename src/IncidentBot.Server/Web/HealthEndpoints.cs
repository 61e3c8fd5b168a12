using IncidentBot.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentBot.Web;

/// <summary>For supervisors and load balancers. Says nothing about targets: the bot is healthy while they are not.</summary>
internal static class HealthEndpoints
{
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("live"));
        routes.MapGet("/health/ready", ReadyAsync);
        return routes;
    }

    /// <summary>Ready when the store answers: without it nothing can be recorded, so nothing would run.</summary>
    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ReadyAsync(IAuditStore audit, CancellationToken ct)
    {
        try
        {
            await audit.HeadAsync(ct);
            return TypedResults.Text("ready");
        }
#pragma warning disable CA1031 // Whatever the store throws, the answer is that it cannot be reached.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return TypedResults.Problem("The store cannot be reached.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
