using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Redis.Info;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>
/// Counts lines of MONITOR by command and key prefix, and keeps nothing else: values, scripts and whole keys are other people's data.
/// </summary>
internal sealed partial class MonitorTally
{
    private const int MaxGroups = 1000;

    private readonly Dictionary<string, long> groups = new(StringComparer.Ordinal);

    public long Lines { get; private set; }

    public long Bytes { get; private set; }

    public IEnumerable<(string What, long Count)> Largest =>
        groups.Select(pair => (pair.Key, pair.Value)).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal);

    public void Add(string line)
    {
        (Lines, Bytes) = (Lines + 1, Bytes + line.Length);
        if (Words().Match(line) is not { Success: true } words)
        {
            return;
        }

        var command = words.Groups["command"].Value.ToLowerInvariant();
        var what = words.Groups["key"] is { Success: true } key && ShownCommand.TakesAKeyFirst(command)
            ? $"{command} {KeyPrefix.Of(Encoding.UTF8.GetBytes(key.Value))}"
            : command;
        what = groups.Count < MaxGroups || groups.ContainsKey(what) ? what : "(others)";
        groups[what] = groups.GetValueOrDefault(what) + 1;
    }

    // 1700000000.123456 [0 127.0.0.1:50000] "SET" "sess:1" "value"; scripts say [0 lua], Unix sockets [0 unix:/path].
    [GeneratedRegex("""^[0-9.]+ \[[^\]"]*(?:\[[^\]"]*\][^\]"]*)?\] "(?<command>[A-Za-z._]+)"(?: "(?<key>(?:[^"\\]|\\.)*)")?""", RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
