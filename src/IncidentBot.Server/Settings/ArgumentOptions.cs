namespace IncidentBot.Settings;

/// <summary>One entry of <c>Arguments</c>: what may be typed for an endpoint or a query that the configuration names.</summary>
internal sealed record ArgumentOptions
{
    public ArgumentKind Kind { get; set; } = ArgumentKind.Word;

    /// <summary>What a word must match from its first letter to its last. The default depends on where the word goes.</summary>
    public string? Pattern { get; set; }

    /// <summary>A value that could be typed as it stands.</summary>
    public string Example { get; set; } = "";

    public string Help { get; set; } = "";
}
