using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Doors;

/// <summary>
/// How often requests were turned away at a door since the start, by what the answer's status said. No more than that is
/// kept: whoever sends requests and reads the counts learns nothing that the answers did not say.
/// </summary>
/// <typeparam name="TDoor">Whose requests are counted.</typeparam>
internal sealed partial class Refusals<TDoor>(TimeProvider time, ILogger<TDoor> logger) : IHealthCheck
{
    /// <summary>A stranger writes into the log no faster than this.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long untold;
    private long? told;

    private readonly ConcurrentDictionary<int, long> byStatus = new();

    /// <summary>Counts the answer where it is a refusal; a body that did not come becomes one.</summary>
    public async Task<IResult> CountAsync(Func<Task<IResult>> admit)
    {
        IResult answer;
        try
        {
            answer = await admit();
        }
        catch (BadHttpRequestException e)
        {
            answer = TypedResults.StatusCode(e.StatusCode);
        }

        if (answer is IStatusCodeHttpResult { StatusCode: >= 400 and var status })
        {
            byStatus.AddOrUpdate(status, 1, (_, sofar) => sofar + 1);
        }

        return answer;
    }

    /// <summary>Says in the log why a stranger was refused, at once where nothing was said for a while; what comes in between is counted.</summary>
    public void Tell(string reason)
    {
        long count;
        lock (gate)
        {
            untold++;
            if (told is { } last && time.GetElapsedTime(last) < Pause)
            {
                return;
            }

            (count, untold, told) = (untold, 0, time.GetTimestamp());
        }

        LogRefused(count, reason);
    }

    /// <summary>Refusals are no illness: a stranger could make the bot look ill with them.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default) => Task.FromResult(HealthCheckResult.Healthy(
        byStatus.IsEmpty ? "None refused." : string.Create(
            CultureInfo.InvariantCulture,
            $"Refused: {string.Join(", ", byStatus.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {Words(pair.Key)}"))}.")));

    private static string Words(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "malformed",
        StatusCodes.Status401Unauthorized => "without proof of where they came from",
        StatusCodes.Status403Forbidden => "not served",
        StatusCodes.Status408RequestTimeout => "too slow",
        StatusCodes.Status413PayloadTooLarge => "too large",
        StatusCodes.Status415UnsupportedMediaType => "of another content type",
        StatusCodes.Status501NotImplemented => "of an unknown kind",
        StatusCodes.Status503ServiceUnavailable => "that could not be checked or stored",
        _ => string.Create(CultureInfo.InvariantCulture, $"with status {status}"),
    };

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Refused since the last such line: {Count}. The last one: {Reason}. They are said once a minute at most, and /health/chat counts them all")]
    private partial void LogRefused(long count, string reason);
}

internal static class RefusalServices
{
    /// <param name="name">As <c>/health/chat</c> calls it.</param>
    public static IServiceCollection AddRefusals<TDoor>(this IServiceCollection services, string name)
    {
        services.AddSingleton<Refusals<TDoor>>();
        services.AddHealthChecks().AddCheck<Refusals<TDoor>>(name);
        return services;
    }
}
