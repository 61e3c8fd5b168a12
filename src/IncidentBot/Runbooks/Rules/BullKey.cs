using System.Text.RegularExpressions;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>A key of BullMQ, such as <c>bull:publishing:wait</c>: its queue, and what of the queue it holds.</summary>
internal sealed partial record BullKey(string Queue, string Part)
{
    public static BullKey? Of(string key) => Form().Match(key) is { Success: true } match
        ? new BullKey(Named(match.Groups[1].Value), match.Groups[2].Value.ToLowerInvariant())
        : null;

    public bool HoldsFinished => Part is "completed" or "failed";

    /// <summary>A pattern, or a value to be filled in, means whichever queue the person names.</summary>
    private static string Named(string queue) =>
        queue.Contains('*', StringComparison.Ordinal) || ShellText.IsOpen(queue) || queue.StartsWith('<') ? "<queue>" : queue.Trim('{', '}');

    [GeneratedRegex(@"^\{?bull:([^:]+?)\}?:([a-z-]+)$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
