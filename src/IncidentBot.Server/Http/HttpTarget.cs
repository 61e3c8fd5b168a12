namespace IncidentBot.Http;

/// <summary>One service and what may be asked of it.</summary>
internal sealed record HttpTarget(string Name, Uri BaseUrl, string? CaFile, IReadOnlyList<Endpoint> Endpoints)
{
    public Endpoint? Find(string endpoint) => Endpoints.FirstOrDefault(one => string.Equals(one.Name, endpoint, StringComparison.OrdinalIgnoreCase));
}
