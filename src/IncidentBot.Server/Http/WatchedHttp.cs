using IncidentBot.Incidents;
using IncidentBot.Readings;
using IncidentBot.Targets;
using IncidentBot.Watch;
using IncidentBot.Watching;
using Microsoft.Extensions.Options;

namespace IncidentBot.Http;

/// <summary>Watches those endpoints that only read and take no argument. A service that refuses our token is not down.</summary>
internal sealed class WatchedHttp(HttpTargets targets, IOptions<HttpOptions> options, Exchange exchange, TimeProvider time) : IWatchedSystem
{
    private const string Failing = "endpoint_failing";
    private const string Took = "endpoint_time";
    private const string Endpoint = "endpoint";

    /// <summary>One look takes no longer, however many endpoints there are.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    private static readonly Dictionary<string, string> None = [];

    public string System => "http";

    public IReadOnlyList<Measure> Measures { get; } =
    [
        new(Failing, "failing", "An endpoint fails", Unit.Count, new(null, 1)) { Of = Endpoint, IsYesOrNo = true },
        new(Took, "answer time", "An endpoint is slow", Unit.Milliseconds, new(1000, null)) { Of = Endpoint },
    ];

    public IReadOnlyList<string> Targets { get; } =
        [.. options.Value.Targets.Where(target => target.Value.Watch).Select(target => target.Key).Order(StringComparer.Ordinal)];

    public async Task<WatchSample> LookAsync(string target, WatchSample? before, CancellationToken ct)
    {
        var service = targets.Get(target);
        var at = time.GetUtcNow();
        var values = new Dictionary<string, double>();
        var notSeen = new List<string>();
        var asked = service.Endpoints.Where(endpoint => endpoint is { OnlyReads: true, Arguments.Count: 0 })
            .Select(async endpoint => (endpoint, await exchange.SendAsync(service, endpoint, endpoint.Url.Fill(None)!, ct, Limit)));
        foreach (var (endpoint, result) in await Task.WhenAll(asked))
        {
            if (result is ExchangeResult.Answered { Answer: { Status: 401 or 403 or 429 } refusal })
            {
                notSeen.Add($"{endpoint.Name} answers {refusal.Status}: it says nothing of the service.");
                continue;
            }

            var answer = (result as ExchangeResult.Answered)?.Answer;
            values[new Gauge(Failing, endpoint.Name).ToString()] = answer is not null && endpoint.IsWell(answer.Status) ? 0 : 1;
            if (answer is not null)
            {
                values[new Gauge(Took, endpoint.Name).ToString()] = answer.Elapsed.TotalMilliseconds;
            }
        }

        return new WatchSample(new TargetRef(System, target), at, values) { NotSeen = notSeen, SawAll = notSeen.Count == 0 };
    }
}
