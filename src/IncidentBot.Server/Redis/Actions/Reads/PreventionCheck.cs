namespace IncidentBot.Redis.Actions.Reads;

/// <param name="Passed">Null where it could not be read, or does not apply: then it is not counted.</param>
internal sealed record PreventionCheck(string Name, bool? Passed, string Found, string Expected)
{
    /// <summary>What cannot wait for the next outage, because it is one or nearly: it is fixed before everything else. Null on all others.</summary>
    public string? Now { get; init; }

    public static PreventionCheck NotReadable(string name, string expected) => new(name, null, "not readable here", expected);

    public override string ToString() => Passed switch
    {
        true => $"ok    {Name}: {Found}",
        false => $"FIX   {Name}: {Found}; expected {Expected}",
        null => $"–     {Name}: {Found}",
    };
}
