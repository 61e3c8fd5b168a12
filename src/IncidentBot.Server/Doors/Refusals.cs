using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Doors;

/// <summary>
/// How often requests were turned away at a door since the start, by what the answer's status said. No more than that is
/// kept: whoever sends requests and reads the counts learns nothing that the answers did not say.
/// </summary>
/// <typeparam name="TDoor">Whose requests are counted.</typeparam>
internal sealed class Refusals<TDoor> : IHealthCheck
{
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
