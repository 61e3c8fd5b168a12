namespace IncidentBot.People;

/// <summary>One human, however many chat accounts they have. Approval by a second person compares these, never accounts.</summary>
public readonly record struct PersonId(string Value)
{
    /// <summary>
    /// What their platform called somebody whom nobody lists when they acted: the record has no other name for them. Shown,
    /// and never compared.
    /// </summary>
    public string? Name { get; init; }

    public bool Equals(PersonId other) => Value == other.Value;

    public override int GetHashCode() => Value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public override string ToString() => Value;
}
