using System.Globalization;
using IncidentBot.Execution;
using IncidentBot.Storage;
using IncidentBot.Words;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Web;

/// <summary>For supervisors and load balancers. Says nothing about targets: the bot is healthy while they are not.</summary>
internal static class HealthEndpoints
{
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("live"));
        routes.MapGet("/health/ready", ReadyAsync);
        routes.MapGet("/health/chat", ChatAsync);
        return routes;
    }

    /// <summary>Ready when the store answers and can be written: without it nothing can be recorded, so nothing would run.</summary>
    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ReadyAsync(IAuditStore audit, StoreProbe probe, CancellationToken ct)
    {
        try
        {
            await audit.HeadAsync(ct);
        }
#pragma warning disable CA1031 // Whatever the store throws, the answer is that it cannot be reached.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return TypedResults.Problem("The store cannot be reached.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        try
        {
            await probe.WriteAsync(ct);
            return TypedResults.Text("ready");
        }
#pragma warning disable CA1031 // Whatever the store throws, the answer is that it cannot be written.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return TypedResults.Problem("The store can be read but not written.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>
    /// A line for each way to a chat platform: the connections that it keeps open, and the requests that were refused; and one
    /// when messages were given up. Not part of readiness: a restart would mend none of it.
    /// </summary>
    private static async Task<ContentHttpResult> ChatAsync(
        IServiceProvider services, IOutbox outbox, Redactor redactor, TimeProvider time, CancellationToken ct)
    {
        var report = services.GetService<HealthCheckService>() is { } checks ? await checks.CheckHealthAsync(ct) : null;
        IEnumerable<string> ways = report is null
            ? ["No chat platform is connected."]
            : report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Status}. {entry.Value.Description}");
        return TypedResults.Text(
            Invisible.Shown(redactor.Clean(string.Join('\n', [.. ways, .. await GivenUpAsync(outbox, time, ct)]))),
            statusCode: report?.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private static async Task<IEnumerable<string>> GivenUpAsync(IOutbox outbox, TimeProvider time, CancellationToken ct)
    {
        try
        {
            return await outbox.GivenUpAsync(time.GetUtcNow().AddDays(-1), ct) is { } given
                ? [string.Create(CultureInfo.InvariantCulture, $"Given up in the last day: {Plural.Of(given.Count, "message")}. "
                    + $"The last one, at {given.At.UtcDateTime:HH:mm} UTC to {given.Channel}: {given.Reason}")]
                : [];
        }
#pragma warning disable CA1031 // Whatever the store throws, the connections are still worth telling.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return ["Whether messages were given up is not known: the store cannot be reached."];
        }
    }
}
