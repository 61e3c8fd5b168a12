using System.Globalization;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Reporting.Reports;

/// <summary>Where the report of a week is posted, and when.</summary>
/// <param name="At">By the clock of <paramref name="Zone"/>.</param>
public sealed record DigestPlan(IReadOnlyList<ChannelRef> Channels, DayOfWeek On, TimeOnly At, TimeZoneInfo Zone)
{
    public static AppointmentKind Kind { get; } = new("Digest");

    /// <summary>Another day or hour is another appointment: one that was made for the old one is not carried out.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"digest:{On}:{At:HH:mm}:{Zone.Id}");

    /// <summary>The next time after <paramref name="now"/>. An hour that a clock leaves out when summer begins is taken for the one after it.</summary>
    public Appointment Next(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);
        var due = Enumerable.Range(0, 15).Select(today.AddDays).Where(day => day.DayOfWeek == On).Select(Moment).First(at => at > now);
        return new Appointment(Key, Kind, Guid.Empty, due);
    }

    private DateTimeOffset Moment(DateOnly day)
    {
        var local = day.ToDateTime(At);
        local = Zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
