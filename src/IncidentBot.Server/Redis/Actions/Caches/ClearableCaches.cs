namespace IncidentBot.Redis.Actions.Caches;

/// <summary>Which keys may be cleared on which target. Deny by default.</summary>
internal sealed class ClearableCaches
{
    private readonly Dictionary<string, IReadOnlyList<CacheOptions>> byTarget;

    /// <exception cref="ArgumentException">A pattern would reach beyond one family of keys.</exception>
    public ClearableCaches(IReadOnlyDictionary<string, IReadOnlyList<CacheOptions>> byTarget)
    {
        foreach (var (target, caches) in byTarget)
        {
            foreach (var cache in caches)
            {
                if (Fault(cache.Pattern) is { } fault)
                {
                    throw new ArgumentException(
                        $"Targets:{target}:Caches has the pattern '{cache.Pattern}': {fault} Write a prefix and a star, for example rl:*.");
                }
            }
        }

        this.byTarget = new(byTarget, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<CacheOptions> Of(string target) => byTarget.GetValueOrDefault(target) ?? [];

    public CacheOptions? Find(string target, string pattern) => Of(target).FirstOrDefault(cache => cache.Pattern == pattern);

    /// <summary>Queues are never a cache.</summary>
    private static string? Fault(string pattern)
    {
        var star = pattern.IndexOfAny(['*', '?', '[', '\\']);
        var prefix = star < 0 ? pattern : pattern[..star];
        return prefix.Length < 2 ? "it has no fixed beginning."
            : QueueLibrary.Known.FirstOrDefault(library => library.Holds(prefix)) is { } library ? $"{library.Name} keeps its jobs there."
            : null;
    }
}
