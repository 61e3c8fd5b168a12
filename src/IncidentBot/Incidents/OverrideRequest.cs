using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.People;

namespace IncidentBot.Incidents;

/// <param name="Trigger">The guarded step that the override would take: <see cref="IncidentTrigger.Monitor"/> or <see cref="IncidentTrigger.Resolve"/>.</param>
public sealed record OverrideRequest(PersonId RequestedBy, string Reason, IncidentTrigger Trigger, DateTimeOffset At)
{
    /// <summary>The soak was clean, and alerts still fired.</summary>
    public bool DespiteAlerts { get; init; }

    /// <summary>An approval names it, so that a button left over from an earlier request approves nothing.</summary>
    public string Code
    {
        get
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{RequestedBy}\n{Trigger}\n{At.ToUnixTimeSeconds()}\n{Reason}");
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
        }
    }

    public IncidentState LeadsTo => Trigger is IncidentTrigger.Resolve ? IncidentState.Resolved : IncidentState.Monitoring;
}
