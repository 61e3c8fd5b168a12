using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Desk;

/// <summary>What is said to whoever opens an incident that is not a real one, or not for everybody.</summary>
internal static class OpeningText
{
    private const string Example = "/incident open P1 kind=backfilled from=2026-11-22T10:15 until=2026-11-22T11:00 <title>";

    /// <returns>Null where the times fit.</returns>
    public static (string Rule, string Hint)? WhyNot(Opening opening, DateTimeOffset now) => opening switch
    {
        { Kind: not IncidentKind.Backfilled, From: not null } or { Kind: not IncidentKind.Backfilled, Until: not null } => (
            "Only an incident that is written down afterwards is given times.",
            $"One that happens now begins when it is opened. Leave from and until out, or type {Example}"),
        { Kind: IncidentKind.Backfilled, From: null } => ("When did it begin?", $"Type {Example}"),
        { From: { } from } when from > now => Future("from", from),
        { Until: { } until } when until > now => Future("until", until),
        { From: { } from, Until: { } until } when until < from => (
            $"It cannot have been over at {Moment.Of(until)}, before it began at {Moment.Of(from)}.",
            $"Type {Example}"),
        _ => null,
    };

    /// <summary>That nobody said how bad it is, and what it is taken for.</summary>
    public static IEnumerable<string> Usual(Opening opening, Incident incident) => opening.IsUsual
        ? [$"No severity was named, so it is {incident.Severity}: /incident severity {incident.Label} P0, if it is down."]
        : [];

    /// <param name="channel">Where it was opened.</param>
    public static IEnumerable<string> Nature(Incident incident, ChannelRef channel)
    {
        if (!incident.Kind.HappensNow())
        {
            yield return $"It is written down afterwards, from {Moment.Of(incident.OpenedAt)}: nothing is read, escalated or reminded of.";
        }

        if (!incident.Kind.Counts())
        {
            yield return $"It is {(incident.Kind is IncidentKind.Drill ? "a drill" : "maintenance")}: everything works as in a real incident, "
                + "and its numbers do not count.";
        }

        if (incident.IsPrivate)
        {
            yield return $"It is private: only those with a part in it see it, and whom they let in: /incident invite {incident.Label} <person>.";
        }

        if (incident.IsHushedIn(channel))
        {
            yield return "Nothing more is said of it in this channel; what you ask about it here is answered to you.";
        }
    }

    private static (string Rule, string Hint) Future(string name, DateTimeOffset at) => (
        $"{name} is {Moment.Of(at)}, and that has not come yet.",
        "Times are in UTC where nothing is said: 2026-11-22T10:15, or with the difference from it, 2026-11-22T10:15+01:00.");
}
