using System.Text.RegularExpressions;
using IncidentBot.Messages;
using IncidentBot.Settings;

namespace IncidentBot.Stakeholders;

/// <summary>What is wrong with the rules that the types cannot say.</summary>
internal static partial class StakeholderOptionsCheck
{
    private const string Example = "for example slack:T1DC2JH3J:C2147483705";

    /// <param name="platforms">The chats that are on.</param>
    public static void Read(StakeholdersOptions options, IReadOnlyList<string> platforms, SettingFaults faults)
    {
        foreach (var (name, rule) in options.Rules)
        {
            var path = $"{StakeholdersOptions.Section}:{name}";
            faults.Check(
                Name().IsMatch(name), $"{path} is no name for a rule. Expected small letters, digits and hyphens, at most 40, not beginning with a hyphen.");
            Channel($"{path}:Channel", rule.Channel, platforms, faults);
            Twice($"{path}:Severities", rule.Severities.Select(severity => $"{severity}"), faults);
            Twice($"{path}:Services", rule.Services, faults);
            Twice($"{path}:Kinds", rule.Kinds.Select(kind => $"{kind}"), faults);
            faults.Check(
                !rule.Services.Any(string.IsNullOrWhiteSpace), $"{path}:Services has a service without a name. Expected names as runbooks have them.");
        }
    }

    private static void Channel(string path, string channel, IReadOnlyList<string> platforms, SettingFaults faults)
    {
        if (channel.Length == 0)
        {
            faults.Add($"{path} is missing. Expected platform:workspace:channel, {Example}.");
        }
        else if (ChannelRef.Read(channel) is not { } there)
        {
            faults.Add($"{path} is '{channel}'. Expected platform:workspace:channel, {Example}.");
        }
        else if (!platforms.Contains(there.Platform))
        {
            faults.Add($"{path} is in {there.Platform}, which is not switched on. Expected a channel of {string.Join(" or ", platforms)}.");
        }
    }

    private static void Twice(string path, IEnumerable<string> named, SettingFaults faults)
    {
        foreach (var twice in named.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
        {
            faults.Add($"{path} has {twice.Key} twice. Expected each once.");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,39}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
