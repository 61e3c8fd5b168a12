using System.Globalization;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Commands;

/// <summary>Which incident or run somebody means.</summary>
public sealed class IncidentFinder(IIncidentStore incidents)
{
    /// <summary>The channel's incident that is under way; null when there is none or more than one.</summary>
    public async Task<Incident?> ActiveInAsync(ChannelRef channel, CancellationToken ct) =>
        await SubjectOfAsync(channel, ct) is { IsOpen: true } incident ? incident : null;

    /// <summary>What the channel is about: the incident under way, or else the resolved one that waits to be closed; null when there is none or more than one.</summary>
    public async Task<Incident?> SubjectOfAsync(ChannelRef channel, CancellationToken ct) =>
        SubjectsOf.Channel(channel, await incidents.InChannelAsync(channel, ct)) is [var only] ? only : null;

    /// <param name="label">Empty for the subject of the channel.</param>
    /// <returns>Null when there is none, and where more than a label was typed.</returns>
    public async Task<Incident?> NamedAsync(IReadOnlyList<string> label, ChannelRef channel, CancellationToken ct) => label switch
    {
        [] => await SubjectOfAsync(channel, ct),
        [var only] when TryReadNumber(only, "INC", out var number) => await incidents.FindAsync(number, ct),
        _ => null,
    };

    /// <summary>Reads <c>INC-7</c>, <c>inc-7</c> and, for runs, <c>R-12</c>.</summary>
    public static bool TryReadNumber(string text, string prefix, out int number)
    {
        number = 0;
        return text.StartsWith(prefix + "-", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(text.AsSpan(prefix.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
