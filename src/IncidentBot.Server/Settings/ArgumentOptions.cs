namespace IncidentBot.Settings;

/// <summary>One entry of <c>Arguments</c>: what may be typed for an endpoint or a query that the configuration names.</summary>
internal sealed record ArgumentOptions
{
    /// <summary>What is typed: a word, a whole number, or a time such as 45m.</summary>
    public ArgumentKind Kind { get; set; } = ArgumentKind.Word;

    /// <summary>What a word must match from its first letter to its last. The default depends on where the word goes.</summary>
    public string? Pattern { get; set; }

    /// <summary>A value that could be typed as it stands.</summary>
    public string Example { get; set; } = "";

    /// <summary>What it stands for, for whoever types it.</summary>
    public string Help { get; set; } = "";
}
