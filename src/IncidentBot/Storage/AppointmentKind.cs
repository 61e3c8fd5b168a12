namespace IncidentBot.Storage;

/// <summary>
/// What falls due. A round of a kind that is not named here names its own; these are named because an incident or a run
/// makes appointments of them itself.
/// </summary>
/// <param name="Name">As it is stored with the appointment, so it never changes.</param>
public readonly record struct AppointmentKind(string Name)
{
    /// <summary>Read the incident's target and post the finding.</summary>
    public static AppointmentKind Assess { get; } = new("Assess");

    /// <summary>Run the verification checks of an incident in <c>Verifying</c>.</summary>
    public static AppointmentKind Verify { get; } = new("Verify");

    /// <summary>Look how they stand while people assess and mitigate.</summary>
    public static AppointmentKind Look { get; } = new("Look");

    /// <summary>Run them again while it is in <c>Monitoring</c>.</summary>
    public static AppointmentKind Soak { get; } = new("Soak");

    /// <summary>Nobody has acknowledged the incident in time.</summary>
    public static AppointmentKind Escalate { get; } = new("Escalate");

    /// <summary>The next status update is due.</summary>
    public static AppointmentKind StatusUpdate { get; } = new("StatusUpdate");

    /// <summary>The summary of an incident that is over is posted.</summary>
    public static AppointmentKind Summary { get; } = new("Summary");

    /// <summary>Tasks of an incident are due.</summary>
    public static AppointmentKind Tasks { get; } = new("Tasks");

    /// <summary>What has changed among an incident's alerts is told.</summary>
    public static AppointmentKind AlertNews { get; } = new("AlertNews");

    /// <summary>Whether an incident is still on is asked, where people have done nothing about it for long.</summary>
    public static AppointmentKind Forgotten { get; } = new("Forgotten");

    /// <summary>Whether an incident's alerts still fire is asked, where their source has not spoken of them for long.</summary>
    public static AppointmentKind UnheardAlerts { get; } = new("UnheardAlerts");

    /// <summary>Alerts of a group have fired long enough to be an incident.</summary>
    public static AppointmentKind HeldAlerts { get; } = new("HeldAlerts");

    /// <summary>A silence is about to end, or over.</summary>
    public static AppointmentKind Silence { get; } = new("Silence");

    /// <summary>A run waits for a worker.</summary>
    public static AppointmentKind Execute { get; } = new("Execute");

    /// <summary>Those who may approve a plan are told that it waits.</summary>
    public static AppointmentKind Approval { get; } = new("Approval");

    /// <summary>A plan that nobody approved runs out.</summary>
    public static AppointmentKind Expire { get; } = new("Expire");

    /// <summary>The audit head is posted where it can be compared later.</summary>
    public static AppointmentKind Anchor { get; } = new("Anchor");

    /// <summary>The incident's room is made, brought up to date or archived.</summary>
    public static AppointmentKind Room { get; } = new("Room");

    public override string ToString() => Name;
}
