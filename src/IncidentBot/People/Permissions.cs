namespace IncidentBot.People;

/// <summary>What a person may do. Nobody has more than <see cref="Observe"/> unless the configuration lists them, or a group they belong to.</summary>
[Flags]
public enum Permissions
{
    None = 0,

    /// <summary>Open an incident, add notes, read targets.</summary>
    Observe = 1,

    /// <summary>Step incidents and ask for actions that change a target.</summary>
    Respond = 2,

    /// <summary>Approve what another person asked for.</summary>
    Approve = 4,

    /// <summary>See private incidents without a part in them.</summary>
    Administer = 8,
}
