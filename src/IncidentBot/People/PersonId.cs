namespace IncidentBot.People;

/// <summary>One human, however many chat accounts they have. Approval by a second person compares these, never accounts.</summary>
public readonly record struct PersonId(string Value)
{
    public override string ToString() => Value;
}
