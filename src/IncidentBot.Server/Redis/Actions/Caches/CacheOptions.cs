namespace IncidentBot.Redis.Actions.Caches;

/// <summary>A family of keys that may be cleared: <c>Targets:primary:Caches</c>. What is not listed there cannot be cleared.</summary>
internal sealed record CacheOptions
{
    /// <summary>A glob as SCAN understands it, with a fixed beginning: <c>rl:*</c>.</summary>
    public string Pattern { get; set; } = "";

    /// <summary>What people will notice, for the approver: <c>rate limits restart from zero for every client</c>.</summary>
    public string Afterwards { get; set; } = "";
}
