namespace IncidentBot.Actions;

/// <summary>For example <c>redis.clear-cache</c>: the system, a dot, the verb.</summary>
public readonly record struct ActionId(string Value)
{
    public string System => Value.Split('.')[0];
    public string Verb => Value[(Value.IndexOf('.', StringComparison.Ordinal) + 1)..];

    public override string ToString() => Value;
}
