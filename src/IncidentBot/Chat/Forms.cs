using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Runbooks;
using IncidentBot.Storage;

namespace IncidentBot.Chat;

/// <summary>The form of a command, for platforms that have forms. Reads only.</summary>
/// <param name="channel">Where it was typed or pressed.</param>
/// <param name="pressed">A button that offers the form was pressed; otherwise the command was typed, and gets one only where it lacks something, be it a reason that it may do without.</param>
/// <returns>Null when the command is fine as it is, or its own answer says more than a form could.</returns>
public delegate Task<Form?> FormFor(string command, ChannelRef channel, bool pressed, CancellationToken ct);

/// <inheritdoc cref="FormFor"/>
public sealed class Forms(TargetCatalogue targets, RunbookLibrary library, IncidentFinder incidents, IRunStore runs, RunCard runCard)
{
    public async Task<Form?> ForAsync(string command, ChannelRef channel, bool pressed, CancellationToken ct)
    {
        // As commands are read: a phone writes the first letter large.
        var words = CommandReader.Split(command).Select(word => word.ToLowerInvariant()).ToArray();
        return words switch
        {
            ["/incident", "open"] => OpeningForm.Draw(await library.OpenAsync(ct), targets),
            ["/incident", ("note" or "update" or "override" or "mitigate" or "cancel" or "reopen") and var verb, .. var label] => await incidents.NamedAsync(label, channel, ct) is { } incident ? IncidentForms.Draw(verb, incident, pressed) : null,
            ["/run", "break-glass", var label] => await WithRunAsync(label, RunForms.BreakGlass, ct),
            ["/reject", var label] => await WithRunAsync(label, RunForms.Reject, ct),
            ["/approve", var label, _] when pressed => await WithRunAsync(label, (run, plan) => RunForms.Approve(run, plan, command), ct),
            _ => null,
        };
    }

    private async Task<Form?> WithRunAsync(string label, Func<Run, Card, Form?> draw, CancellationToken ct) =>
        IncidentFinder.TryReadNumber(label, "R", out var number) && await runs.FindAsync(number, ct) is { } run ? draw(run, runCard.Draw(run) with { Buttons = [] }) : null;
}
