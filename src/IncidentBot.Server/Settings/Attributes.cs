namespace IncidentBot.Settings;

/// <summary>Filled from those keys of the section itself that fit: the persons of <c>People:0</c>, the tokens of <c>Http:api:TestToken</c>.</summary>
/// <param name="pattern">What a key has to match, whatever its case.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeysAttribute(string pattern) : Attribute
{
    public string Pattern { get; } = pattern;
}

/// <summary>A list that may be written as its only element.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOrMoreAttribute : Attribute;

/// <summary>Has a section of its own, beside the one of its class.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReadElsewhereAttribute : Attribute;
