using System.Diagnostics.CodeAnalysis;
using IncidentBot.Redis.Peers;
using IncidentBot.Redis.Sessions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Redis;

/// <summary>The configured targets by name. Starts and ends their held connections with the application.</summary>
internal sealed class RedisTargets : IHostedService, IAsyncDisposable
{
    private readonly Dictionary<string, RedisTarget> targets;

    public RedisTargets(IOptions<RedisOptions> options, TimeProvider time, ILoggerFactory logs)
    {
        var log = logs.CreateLogger<RedisTarget>();
        targets = options.Value.Targets.ToDictionary(
            pair => pair.Key,
            pair => Target(pair.Key, options.Value, time, log),
            StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyCollection<RedisTarget> All => targets.Values;

    /// <param name="unknown">Says which names there are.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out RedisTarget? target, [NotNullWhen(false)] out string? unknown)
    {
        unknown = targets.TryGetValue(name, out target) ? null
            : $"No Redis target is called \"{name}\". There is: {string.Join(", ", targets.Keys.Order(StringComparer.Ordinal))}.";
        return unknown is null;
    }

    /// <summary>The held connection of a target as it is now, for what is not worth opening one.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public IRedisSession OpenNow(string name) =>
        TryGet(name, out var target, out var unknown)
            ? target.HeldNow ?? throw new InvalidOperationException($"No connection to {name} is open.")
            : throw new InvalidOperationException(unknown);

    /// <summary>The pair that this target is one half of: who is normally the master, and who takes over; null where it has none.</summary>
    public (RedisTarget Primary, RedisTarget Standby)? PairOf(RedisTarget target)
    {
        var primary = target.Peers.Standby is null
            ? targets.Values.FirstOrDefault(other => string.Equals(other.Peers.Standby, target.Name, StringComparison.OrdinalIgnoreCase))
            : target;
        return primary is null ? null : (primary, targets[primary.Peers.Standby!]);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var target in targets.Values)
        {
            target.Start();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var target in targets.Values)
        {
            await target.DisposeAsync();
        }
    }

    private static RedisTarget Target(string name, RedisOptions options, TimeProvider time, ILogger<RedisTarget> log)
    {
        var settings = options.Targets[name];
        var endpoint = RedisEndpoint.Parse(settings.Url);
        var tls = new RedisTls(settings.TlsCaFile, settings.TlsServerName);
        return new RedisTarget(name, endpoint, tls, options, time, log)
        {
            Peers = RedisPeers.Of(name, settings, endpoint, tls, options, time),
            IsStandby = options.Targets.Values.Any(other => string.Equals(other.Standby, name, StringComparison.OrdinalIgnoreCase)),
            ReachedAt = NodeAddress.Parse(settings.ReachedAt ?? "") ?? new NodeAddress(endpoint.Host, endpoint.Port),
        };
    }
}
