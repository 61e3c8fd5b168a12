using System.Security.Cryptography;
using System.Text;
using IncidentBot.Storage;
using IncidentBot.Words;
using Microsoft.Extensions.Options;

namespace IncidentBot.Alerts;

/// <summary>Each beat puts off the time at which it is missed, and ends the alert that it was.</summary>
internal sealed class Heartbeats(ILedger ledger, ISchedule schedule, IAlertStore alerts, IAlertInbox inbox, IOptions<AlertOptions> options, TimeProvider time)
{
    private const string Fingerprint = "heartbeat";

    public static AppointmentKind Kind { get; } = new("Heartbeat");

    /// <summary>A heartbeat has no id but its name.</summary>
    public static Guid Subject(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"heartbeat:{name}")).AsSpan(0, 16));

    /// <summary>Waits for each that is configured, from the start on: one that has never come is missed too.</summary>
    public async Task ExpectAllAsync(CancellationToken ct)
    {
        foreach (var (name, source) in options.Value.Sources.Where(source => source.Value.Kind is AlertSourceKind.Heartbeat))
        {
            await schedule.MakeSureAsync(Next(name, source), ct);
        }
    }

    /// <param name="name">Of a configured source.</param>
    public async Task BeatAsync(string name, CancellationToken ct)
    {
        await ledger.CommitAsync(new Changes { Schedule = [Next(name, options.Value.Sources[name])] }, ct);
        if (await alerts.FindAsync(name, [Fingerprint], ct) is [{ Alert: { IsFiring: true } missed }])
        {
            var now = time.GetUtcNow();
            await inbox.AddAsync(
                name,
                new AlertDelivery(missed.Group, [new AlertNotice(Fingerprint, IsFiring: false, missed.Labels, missed.Annotations, missed.StartsAt, now)]),
                now,
                ct);
        }
    }

    /// <param name="last">When it came last, or was first waited for.</param>
    public static AlertDelivery Missing(string name, DateTimeOffset last, TimeSpan every) => new(
        $"heartbeat {name}",
        [
            new AlertNotice(
                Fingerprint,
                IsFiring: true,
                new Dictionary<string, string> { [Alert.NameLabel] = "HeartbeatMissing", ["heartbeat"] = name, ["severity"] = "error" },
                new Dictionary<string, string> { ["summary"] = $"{name} has not been heard of for {Duration.Words(every)}" },
                last + every,
                EndsAt: null),
        ]);

    private Appointment Next(string name, AlertSourceOptions source) =>
        new($"heartbeat:{name}", Kind, Subject(name), time.GetUtcNow() + source.Every!.Value);
}
