using System.Globalization;
using IncidentBot.Alerts;
using IncidentBot.People;

namespace IncidentBot.Alerting;

/// <summary>An alert that somebody sends to see what becomes of one.</summary>
internal static class TestAlert
{
    public const string Name = "IncidentBotTest";

    /// <summary>Each is a new one, so that each opens a drill of its own.</summary>
    public static AlertDelivery Of(string source, Person by, DateTimeOffset now)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{Name}-{now.UtcTicks}");
        return new AlertDelivery(key,
        [
            new AlertNotice(
                key,
                IsFiring: true,
                new Dictionary<string, string> { [Alert.NameLabel] = Name, ["severity"] = "warning" },
                new Dictionary<string, string> { ["summary"] = $"Test of the alert source {source} by {by.Name}" },
                now,
                EndsAt: null),
        ]);
    }
}
