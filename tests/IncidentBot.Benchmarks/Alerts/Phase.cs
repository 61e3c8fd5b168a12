using IncidentBot.Alerts;

namespace IncidentBot.Benchmarks.Alerts;

/// <summary>One way in which alerts come.</summary>
/// <param name="PerNotification">How many alerts are in each.</param>
/// <param name="Lanes">Over so many connections; what is of one group goes in order, over one of them, unless the order makes no difference.</param>
internal sealed record Phase(string Name, string What, int PerNotification, int Lanes, Func<int, DateTimeOffset, Notification> Nth)
{
    private const int Groups = 5;
    private const int PerGroup = 10;
    private const int Distinct = 10_000;
    private const int AtATime = 100;
    private const int SingleGroups = 40;
    private const int PerSingleGroup = 5;

    /// <summary>The name of the alert, and so of the group, that has ten thousand of them.</summary>
    public const string Large = "NodeDown";

    public static readonly Phase[] All =
    [
        new("flapping", "50 alerts in 5 groups that flap", PerGroup, Groups, (n, since) => new(
            $"Flapping{n % Groups}",
            [.. Enumerable.Range(0, PerGroup).Select(k => Flapping($"flap-{n % Groups}-{k}", n / Groups + 3 * k, since))])),
        new("distinct", "10,000 alerts in one group", AtATime, Sender.Connections, (n, since) => new(
            Large,
            [.. Enumerable.Range(n * AtATime, AtATime).Select(k => new NotifiedAlert($"node-{k % Distinct}", since, EndsAt: null))])),
        new("single", "one alert at a time, 200 in 40 groups", 1, Sender.Connections, (n, since) => new(
            $"Single{n % SingleGroups}",
            [Flapping($"single-{n % SingleGroups}-{n / SingleGroups % PerSingleGroup}", n / SingleGroups / PerSingleGroup, since)])),
    ];

    /// <summary>Said three times before it changes.</summary>
    private static NotifiedAlert Flapping(string fingerprint, int time, DateTimeOffset since)
    {
        var turn = time / 3;
        return new(fingerprint, since.AddMilliseconds(turn), turn % 2 == 0 ? null : since.AddMilliseconds(turn));
    }
}
