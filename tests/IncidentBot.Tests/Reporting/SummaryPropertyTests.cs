using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Tests.Reporting;

/// <summary>Whatever people do, in whatever order: nothing is claimed that is not recorded.</summary>
public sealed class SummaryPropertyTests
{
    private static readonly Func<IncidentRoom, Task>[] Deeds =
    [
        room => room.Desk.AcknowledgeAsync(Some.Request(Some.Grace), 1, default),
        room => room.Desk.AssessAsync(Some.Request(Some.Ada), 1, default),
        room => room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, null, default),
        room => room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, "because", default),
        room => room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default),
        room => room.Desk.ResolveAsync(Some.Request(Some.Ada), 1, default),
        room => room.Desk.CloseAsync(Some.Request(Some.Ada), 1, default),
        room => room.Desk.CancelAsync(Some.Request(Some.Ada), 1, "a mistake", default),
        room => room.Desk.ReopenAsync(Some.Request(Some.Grace), 1, "it is back", default),
        room => room.Desk.NoteAsync(Some.Request(Some.Olga), 1, "looking", default),
        room => room.Desk.SeverityAsync(Some.Request(Some.Ada), 1, Severity.P1, default),
        room => room.Desk.OverrideAsync(Some.Request(Some.Ada), 1, "go on", default),
        room => room.Desk.ApproveOverrideAsync(Some.Request(Some.Grace), 1, room.Incident.PendingOverride?.Code, default),
        room => room.Desk.RejectOverrideAsync(Some.Request(Some.Grace), 1, room.Incident.PendingOverride?.Code, default),
        room => room.Desk.CorrectAsync(Some.Request(Some.Ada), 1, room.Timeline.Count / 2, "it was otherwise", default),
        room => room.Desk.CorrectTimeAsync(Some.Request(Some.Ada), 1, (room.Timeline.Count / 2) + 1, Earlier, null, default),
        room => room.Desk.CorrectTimeAsync(Some.Request(Some.Ada), 1, 1, Earlier, null, default),
        room => room.Desk.StrikeAsync(Some.Request(Some.Ada), 1, (room.Timeline.Count / 2) + 1, "it was not so", default),
        room => room.Desk.ImpactAsync(Some.Request(Some.Ada), 1, "checkout", "340 orders", ClockTime.Read(["-10min"], out _), null, default),
        room => room.Desk.ImpactAsync(Some.Request(Some.Ada), 1, "checkout", "900 orders", null, ClockTime.Read(["-10s"], out _), default),
        room => room.Desk.ImpactAsync(Some.Request(Some.Grace), 1, "sessions", "some", ClockTime.Read(["+2min"], out _), null, default),
        room => room.Desk.NoImpactAsync(Some.Request(Some.Grace), 1, "checkout", "the shop sells", default),
        room => ForgetAsync(room),
        room => Task.FromResult(room.Checks.Results["memory"] = !room.Checks.Results["memory"]),
        room => room.CarryOutAsync(),
        room => room.PassAsync(TimeSpan.FromMinutes(1)),
        room => room.PassAsync(TimeSpan.FromMinutes(40)),
    ];

    private static ClockTime Earlier => ClockTime.Read(["-30s"], out _)!;

    [Fact]
    public void Every_sentence_cites_events_and_every_event_exists() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150),
        Prop.ForAll(Gen.Choose(0, Deeds.Length - 1).ArrayOf().Resize(25).ToArbitrary(), deeds => HoldsAsync(deeds).GetAwaiter().GetResult()));

    /// <summary>As the version before would have saved it; the numbers are counted once more with the next change.</summary>
    private static async Task ForgetAsync(IncidentRoom room)
    {
        await room.Store.CommitAsync(new Changes { Incident = room.Incident with { Milestones = null } }, default);
        await room.Desk.NoteAsync(Some.Request(Some.Olga), 1, "as it was before", default);
    }

    private static async Task<bool> HoldsAsync(int[] deeds)
    {
        var room = await new IncidentRoom().InAsync(IncidentState.Declared);
        foreach (var deed in deeds)
        {
            await Deeds[deed](room);

            var summary = new SummaryReport(Some.People).Write(room.Incident, room.Timeline, [], room.Time.GetUtcNow());
            var known = room.Timeline.Select(entry => entry.Sequence).ToHashSet();
            Assert.NotEmpty(summary.Sentences);
            Assert.All(summary.Sentences, sentence => Assert.NotEmpty(sentence.Events));
            Assert.All(summary.Sentences.SelectMany(sentence => sentence.Events), number => Assert.Contains(number, known));

            Same(summary.Numbers, room.Incident.Milestones!, room.Timeline);

            // The same truth from two sides: what the incident keeps, and what its events say.
            Assert.Equal(room.Incident.ResolvedAt, summary.Numbers.ToResolve?.Until.At);
            Assert.Equal(
                (room.Incident.OpenedAt, room.Incident.AcknowledgedAt, room.Incident.MitigatedAt),
                (room.Incident.Milestones!.OpenedAt, room.Incident.Milestones.AcknowledgedAt, room.Incident.Milestones.MitigatedAt));
            Assert.Equal(room.Incident.MitigatedAt is not null || room.Incident.State is IncidentState.Cancelled, !summary.Numbers.StillAffected);

            HoldsNow(room, await room.Cards.DrawAsync(room.Incident, default));

            // Repaired is said of what the checks have seen to be well, and of nothing that people went past by an override.
            Assert.Equal(
                room.Incident is { MitigatedAt: not null, State: not IncidentState.Cancelled },
                summary.Sentences.First().Text.Contains(": repaired after ", StringComparison.Ordinal));
        }

        return true;
    }

    /// <summary>The card says of the present what the last look has seen, and nothing that it contradicts; what went by an override is not green.</summary>
    private static void HoldsNow(IncidentRoom room, Card card)
    {
        var text = PlainText.Render(card);
        if (room.Incident.Standing is { Results.Count: > 0 } standing)
        {
            var shown = standing.Results.Count(check => check.Passed);
            Assert.Contains($"{shown} of {standing.Results.Count} checks pass", text, StringComparison.Ordinal);
        }

        var last = room.Timeline.LastOrDefault(entry => entry.What is TimelineEvent.Checked or TimelineEvent.Looked);
        var failed = last?.What switch
        {
            TimelineEvent.Checked check => check.Results.Any(result => !result.Passed),
            TimelineEvent.Looked looked => !looked.Well,
            _ => false,
        };
        Assert.False(failed && text.Contains("pass since", StringComparison.Ordinal), text);
        Assert.False(card.Tone is Tone.Good && room.Incident.MitigatedAt is null, text);
    }

    /// <summary>What is kept with the incident is what counting all its entries gives.</summary>
    private static void Same(IncidentNumbers counted, Milestones kept, IReadOnlyList<TimelineEntry> timeline)
    {
        Assert.Equal(
            (counted.ToAcknowledge?.Until.At, counted.ToMitigate?.Until.At, counted.ToResolve?.Until.At),
            (kept.AcknowledgedAt, kept.MitigatedAt, kept.ResolvedAt));
        Assert.Equal(counted.Affected.Select(stretch => (stretch.Began, stretch.Until?.At)), kept.Affected.Select(span => (span.From, span.Until)));
        Assert.Equal((counted.Reopened, counted.Regressed), (kept.Reopened, kept.Regressed));
        Assert.Equal(Corrections.Counted(timeline).Count(entry => entry.Kind is TimelineKind.Escalated), kept.Escalations);
        Assert.Equal(
            Corrections.Counted(timeline).Count(entry => entry.What is TimelineEvent.StatusUpdated { Promised: not null }),
            kept.UpdatesKept + kept.UpdatesMissed);
        Assert.Equal(counted.TimeAffected(timeline[^1].At), kept.TimeAffected(timeline[^1].At));
    }
}
