using IncidentBot.Alerts;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Reporting;

public static class SilenceText
{
    public static string Matchers(AlertSilence silence) => string.Join(' ', silence.Matchers);

    /// <summary>For lists: <c>s3 alertname=RedisDown until 14:30, by Ada: maintenance</c>.</summary>
    public static string Line(AlertSilence silence, PeopleDirectory people) =>
        $"{silence.Label} {Matchers(silence)} until {Moment.Of(silence.Until)}, by {people.NameOf(silence.By)}: {silence.Reason}";
}
