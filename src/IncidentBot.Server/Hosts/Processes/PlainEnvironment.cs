namespace IncidentBot.Hosts.Processes;

/// <summary>
/// What every program gets: enough to find others and its own settings, in a language we can read. Not our own environment, where
/// the bot's secrets are.
/// </summary>
internal static class PlainEnvironment
{
    private static readonly string[] PassedOn = ["HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "XDG_RUNTIME_DIR"];

    public static IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string> more)
    {
        Dictionary<string, string> all = new()
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["LC_ALL"] = "C.UTF-8",
            ["TZ"] = "UTC",
            ["TERM"] = "dumb",
            ["NO_COLOR"] = "1",
        };
        foreach (var name in PassedOn)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                all[name] = value;
            }
        }

        foreach (var (name, value) in more)
        {
            all[name] = value;
        }

        return all;
    }
}
