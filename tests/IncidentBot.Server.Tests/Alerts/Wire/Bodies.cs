using System.Text;

namespace IncidentBot.Alerts.Wire;

/// <summary>What the tests of bodies share.</summary>
internal static class Bodies
{
    public static readonly DateTimeOffset At = new(2026, 8, 22, 12, 0, 0, TimeSpan.Zero);

    public static AlertDelivery One(BodyReading reading) => Assert.Single(All(reading));

    public static IReadOnlyList<AlertDelivery> All(BodyReading reading) => reading is BodyReading.Read read
        ? read.Deliveries
        : throw new InvalidOperationException(((BodyReading.Unreadable)reading).Why);

    public static string Why(BodyReading reading) => Assert.IsType<BodyReading.Unreadable>(reading).Why;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static IEnumerable<string> Links(AlertNotice alert) => alert.Links.Select(link => $"{link.Title}: {link.Url}");
}
