using IncidentBot.Alerts;
using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Alerting;

/// <summary>What is written and said of a silence.</summary>
internal static class Silences
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>How long before its end that is said, of one that is longer than twice of it.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromMinutes(10);

    public static Appointment At(AlertSilence silence, DateTimeOffset due) =>
        new($"silence:{silence.Label}", AppointmentKind.Silence, silence.Subject, due);

    public static int NumberOf(Appointment appointment) => BitConverter.ToInt32(appointment.Subject.ToByteArray());

    public static Changes Begun(AlertSilence silence, DateTimeOffset now) => new()
    {
        Alerts = new AlertChanges { Silence = silence },
        Audit = [Entry(silence, silence.By, now, $"silences {SilenceText.Matchers(silence)} until {silence.Until:O}: {silence.Reason}")],
        Schedule = [At(silence, silence.Until - now > 2 * Notice ? silence.Until - Notice : silence.Until)],
    };

    /// <summary>What fires and is held back by it.</summary>
    public static async Task<IReadOnlyList<KnownAlert>> HeldByAsync(AlertSilence silence, IAlertStore alerts, CancellationToken ct)
    {
        var fits = silence.Fitting();
        return [.. (await alerts.FiringAsync(withoutIncident: true, IAlertStore.Everything, ct)).Where(one => fits(one.Alert))];
    }

    /// <param name="by">Null where its time is over.</param>
    /// <param name="held">How many alerts fire that it has held back.</param>
    public static Changes Ended(AlertSilence silence, Person? by, int held, DateTimeOffset now) => new()
    {
        Alerts = new AlertChanges { Silence = silence },
        Audit = [Entry(silence, by?.Id, now, by is null ? "its time is over" : "ended before its time")],
        Say =
        [
            new Outgoing.Post(silence.In, Card.Say(
                $"Silence {silence.Label} is over{(by is null ? "" : $", ended by {by.Name}")}: {SilenceText.Matchers(silence)}",
                held == 0 ? "No alert that it held back fires." : $"{Plural.Of(held, "alert")} that it held back {Plural.Pick(held, "fires", "fire")}.")),
        ],

        // What it held back is looked at by the round, which nothing that dies in between makes forget it.
        Schedule = by is null ? [] : [At(silence, now)],
    };

    public static Card EndsSoon(AlertSilence silence) => Card.Say(
        $"Silence {silence.Label} ends {Moment.Of(silence.Until)}: {SilenceText.Matchers(silence)}",
        $"What still fires then is told. To go on: /alert silence {SilenceText.Matchers(silence)} for 2h {silence.Reason}") with
    {
        Buttons = [new CardButton("2 hours more", $"/alert silence {SilenceText.Matchers(silence)} for 2h {silence.Reason}")],
    };

    private static AuditEntry Entry(AlertSilence silence, PersonId? by, DateTimeOffset now, string what) =>
        AuditEntry.Of(now, by, AuditKind.Silenced, silence.Label, new AuditFact.Happened(what));
}
