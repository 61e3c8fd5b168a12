using System.Diagnostics;
using IncidentBot.Incidents;
using IncidentBot.Readings;
using IncidentBot.Timeline;
using static IncidentBot.Timeline.TimelineEvent;

namespace IncidentBot.Execution;

/// <summary>What happened as it may be kept. Masked again, a text stays as it is, so it reads as it did where it was masked before.</summary>
internal static class RedactedEvent
{
    public static TimelineEvent Clean(this Redactor redactor, TimelineEvent what)
    {
        return what switch
        {
            Opened one => one with { Title = Text(one.Title), Target = Text(one.Target) },
            Moved one => one with { Why = Text(one.Why) },
            Found one => Report(one),
            Checked one => one with { Results = Checks(one.Results) },
            Looked one => one with { Results = Checks(one.Results) },
            CauseStated one => new CauseStated(Text(one.Cause)),
            ImpactStated one => one with { Service = Text(one.Service), Impact = Text(one.Impact) },
            ImpactStruck one => new ImpactStruck(Text(one.Service), Text(one.Reason)),
            HandedOver one => one with { FromName = Text(one.FromName), ToName = Text(one.ToName) },
            UpdateAsked one => new UpdateAsked(Text(one.Question)),
            AlertsChanged one => one with
            {
                News = one.News with { Began = [.. one.News.Began.Select(Text)], Ended = [.. one.News.Ended.Select(Text)] },
                Why = TextIfAny(one.Why),
            },
            TaskGiven one => one with { Task = Text(one.Task), OwnerName = TextIfAny(one.OwnerName) },
            TaskEnded one => one with { Task = Text(one.Task), Why = Text(one.Why) },
            Unwatched one => new Unwatched(Text(one.Check), Text(one.Reason)),
            RunMoved one => one with { What = Text(one.What) },
            RunbookStarted one => one with { Id = Text(one.Id), Title = Text(one.Title), Why = Text(one.Why) },
            StepDone one => one with { Task = Text(one.Task), Result = Text(one.Result) },
            StatusUpdated one => one with { Update = Text(one.Update), Impact = TextIfAny(one.Impact) },
            UpdatesSnoozed one => one with { Reason = Text(one.Reason) },
            Noted one => new Noted(Text(one.Note)),
            Learned one => one with { Text = Text(one.Text) },
            Changed one => one with { From = TextIfAny(one.From), To = Text(one.To) },
            Overridden one => one with { Reason = Text(one.Reason), AskedByName = Text(one.AskedByName) },
            RoomMoved one => one with { Room = Text(one.Room), Why = TextIfAny(one.Why) },
            DrillEnded one => one with { Of = Text(one.Of) },
            Invited one => one with { Name = Text(one.Name) },
            Corrected one => one with { Text = TextIfAny(one.Text), Reason = TextIfAny(one.Reason) },
            Struck one => one with { Reason = Text(one.Reason) },
            ImpactBegan or AlertsSeen or Acknowledged or Escalated or Bridged or Said => what,
            _ => throw new UnreachableException(),
        };

        string Text(string text) => redactor.Clean(text);

        string? TextIfAny(string? text) => text is null ? null : Text(text);

        TimelineEvent Report(Found found) => found with
        {
            Call = Text(found.Call),
            Answer = Text(found.Answer),
            FailureClass = TextIfAny(found.FailureClass),
            Readings = Measured(found.Readings),
            Reads = redactor.Clean(found.Reads),
            NotSeen = [.. found.NotSeen.Select(unseen => unseen with { Call = Text(unseen.Call), Why = Text(unseen.Why) })],
        };

        IReadOnlyList<CheckResult> Checks(IReadOnlyList<CheckResult> results) => [.. results.Select(check => check with
        {
            Name = Text(check.Name),
            Evidence = Text(check.Evidence),
            Readings = Measured(check.Readings),
        })];

        IReadOnlyList<Reading> Measured(IReadOnlyList<Reading> readings) => [.. readings.Select(reading => reading with { Name = Text(reading.Name) })];
    }
}
