using System.Security.Cryptography;
using System.Text;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Alerts;

/// <summary>Each beat puts off the time at which it is missed.</summary>
internal sealed class Heartbeats(ILedger ledger, IOptions<AlertOptions> options, TimeProvider time)
{
    public static AppointmentKind Kind { get; } = new("Heartbeat");

    /// <param name="name">Of a configured source.</param>
    public Task BeatAsync(string name, CancellationToken ct)
    {
        var every = options.Value.Sources[name].Every!.Value;
        return ledger.CommitAsync(
            new Changes { Schedule = [new Appointment($"heartbeat:{name}", Kind, Subject(name), time.GetUtcNow() + every)] }, ct);
    }

    /// <summary>A heartbeat has no id but its name.</summary>
    public static Guid Subject(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"heartbeat:{name}")).AsSpan(0, 16));
}
