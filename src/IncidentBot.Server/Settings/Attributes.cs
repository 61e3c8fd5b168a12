namespace IncidentBot.Settings;

/// <summary>Filled from keys of the section itself: the persons of <c>People:0</c>, the tokens of <c>Http:api:TestToken</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeysAttribute : Attribute
{
    /// <summary>What they end in; null for those that are numbers.</summary>
    public string? Ending { get; init; }

    public bool Fit(string key) => Ending is null ? key.All(char.IsAsciiDigit) : key.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A list that may be written as its only element.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOrMoreAttribute : Attribute;

/// <summary>Has a section of its own, beside the one of its class.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReadElsewhereAttribute : Attribute;
