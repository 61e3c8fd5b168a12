namespace IncidentBot.Runbooks.Rules;

/// <summary>Where a command is run that another one hands over: <c>ssh</c> to a host, <c>kubectl exec</c> and <c>docker exec</c> into a container.</summary>
internal sealed record Place(string? Host, string? Container)
{
    public static Place OfHost(string host) => new(host[(host.LastIndexOf('@') + 1)..], null);

    public static Place OfContainer(string what) => new(null, what);
}
