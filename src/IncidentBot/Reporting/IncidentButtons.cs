using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Reporting;

/// <summary>
/// The next steps: those that need no argument, and those that have a form for it. None has a once-key: the lifecycle makes a
/// second press harmless, and a press
/// that was refused for lack of permission must not use up the button for those who may.
/// </summary>
internal static class IncidentButtons
{
    public static readonly CardButton Open = new("Open an incident", "/incident open") { Form = ButtonForm.Needed };

    public static IReadOnlyList<CardButton> For(Incident incident) => [.. All(incident)];

    /// <summary>Out of order: without an assessment, or back from a verification.</summary>
    public static CardButton Mitigate(Incident incident) => Form("Mitigate…", "mitigate", incident);

    public static CardButton Override(Incident incident) => Form("Override…", "override", incident);

    public static CardButton Update(Incident incident) => Form("Post update", "update", incident);

    public static CardButton Note(Incident incident) => Form("Add note", "note", incident);

    public static CardButton Reopen(Incident incident) => Form("Reopen…", "reopen", incident);

    public static CardButton Cancel(Incident incident) => Form("Cancel the incident…", "cancel", incident);

    private static IEnumerable<CardButton> All(Incident incident)
    {
        if (incident is { AcknowledgedBy: null, IsOpen: true })
        {
            yield return new CardButton("Acknowledge", $"/incident ack {incident.Label}") { Style = ButtonStyle.Primary };
        }

        if (incident is { AcknowledgedBy: not null, IsOpen: true, Alerts: { Fires: true } tally } && (tally.SeenAt is null || tally.NewSinceSeen > 0))
        {
            yield return new CardButton("Acknowledge alerts", $"/alert ack {incident.Label}");
        }

        if (incident.PendingOverride is { } pending)
        {
            yield return new CardButton("Approve override", $"/incident approve {incident.Label} {pending.Code}")
            {
                Style = ButtonStyle.Danger,
                Confirm = $"Let {incident.Label} go on to {pending.LeadsTo} although its checks do not allow it?",
                Yes = "Approve the override",
                No = "Leave it waiting",
            };
            yield return new CardButton("Reject override", $"/incident reject {incident.Label} {pending.Code}");
        }

        if (Step(incident) is { } step)
        {
            yield return step;
        }

        if (incident is { IsOpen: true, Runbook: not null })
        {
            yield return new CardButton("Next step", $"/runbook next {incident.Label}");
        }

        if (MayNeedOverride(incident))
        {
            yield return Override(incident);
        }

        if (incident is { State: IncidentState.Assessing, Findings: 0 } or { State: IncidentState.Verifying or IncidentState.Monitoring })
        {
            yield return Mitigate(incident);
        }

        if (incident.IsOpen)
        {
            yield return Update(incident);
        }

        yield return Note(incident);

        // Whoever has begun to repair something has found that there was an incident.
        if (incident.State is IncidentState.Declared or IncidentState.Assessing)
        {
            yield return Cancel(incident);
        }

        if (incident.State is IncidentState.Resolved or IncidentState.Closed or IncidentState.Cancelled)
        {
            yield return Reopen(incident);
        }

        yield return new CardButton("Timeline", $"/incident timeline {incident.Label}");
        yield return new CardButton("Summary", $"/incident summary {incident.Label}");
    }

    private static bool MayNeedOverride(Incident incident) => incident is { PendingOverride: null } && incident.State switch
    {
        IncidentState.Mitigating or IncidentState.Verifying => incident.Checks.Any(check => !check.Passed),
        IncidentState.Monitoring => !incident.SoakPassed || incident.Alerts is { Fires: true },
        _ => false,
    };

    private static CardButton? Step(Incident incident) => incident switch
    {
        { State: IncidentState.Declared } => Command("Assess", "assess", incident),
        { State: IncidentState.Assessing, Findings: > 0 } => Command("Start mitigating", "mitigate", incident),
        { State: IncidentState.Assessing } => Command("Assess", "assess", incident),
        { State: IncidentState.Mitigating } => Command("Verify", "verify", incident),
        { State: IncidentState.Monitoring, SoakPassed: true, Alerts: not { Fires: true } } => Command("Resolve", "resolve", incident),
        { State: IncidentState.Resolved } => Command("Close", "close", incident),
        _ => null,
    };

    private static CardButton Form(string label, string verb, Incident incident) => Command(label, verb, incident) with { Form = ButtonForm.Needed };

    private static CardButton Command(string label, string verb, Incident incident) => new(label, $"/incident {verb} {incident.Label}");
}
