using IncidentBot.Storage;

namespace IncidentBot.Tests.Support;

/// <summary>A source that can be asked what fires, once a test says so.</summary>
internal sealed class FakeFiringAlerts : IFiringAlerts
{
    /// <summary>The fingerprints of what fires; null while it cannot be asked.</summary>
    public IReadOnlySet<string>? Firing { get; set; }

    public Task<IReadOnlySet<string>?> OfAsync(string source, CancellationToken ct) => Task.FromResult(Firing);
}
