using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Hosts.Settings;

namespace IncidentBot.Hosts.Actions;

/// <summary>The arguments that several of these actions take. Names are looked up in the configuration; none of them reaches a program.</summary>
internal static class HostParameters
{
    public const int MaxLines = 200;

    public static Parameter Service { get; } = Named("service", "a service of the host's configuration", "worker");

    public static Parameter Log { get; } = Named("log", "a log file of the host's configuration", "redis");

    public static Parameter Aof { get; } = Named("aof", "an append-only file of the host's configuration", "redis");

    public static Parameter Command { get; } = Named("command", "a command of the host's configuration", "bypass-cache");

    public static Parameter Arguments { get; } = new("arguments", "what the command takes, in order or as name=value", "name=api") { TakesRest = true };

    public static Parameter Lines { get; } = new("lines", $"how many of the last lines, up to {MaxLines}", "50")
    {
        Check = text => Number(text) is >= 1 and <= MaxLines ? null : $"is no number from 1 to {MaxLines}.",
    };

    public static int LinesOf(ActionCall call) => call.Find("lines") is { } text ? Number(text) ?? 50 : 50;

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Parameter Named(string name, string help, string example) => new(name, help, example)
    {
        Required = true,
        Check = text => HostSettings.IsName(text) ? null : "is no name: expected letters, digits, '.', '_' and '-'.",
    };
}
