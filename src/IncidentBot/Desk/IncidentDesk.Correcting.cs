using System.Globalization;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>Says better what an entry of the timeline says. What it said stays to be read.</summary>
    public Task<Answer> CorrectAsync(Request request, int? number, int entry, string text, CancellationToken ct) => AmendAsync(
        request, number, entry, (incident, found, timeline) =>
        CorrectionRules.WhyNot(found) is { } rule ? Refused(request, incident, rule)
        : Clean(text) is not { Length: > 0 } better ? decisions.Refuse(
            request,
            incident.Label,
            "The correction is empty.",
            $"Type /incident correct {incident.Label} {CorrectionRules.Label(found)} <text>, or … at <time>.")
        : Amended(request, incident, found, timeline, new TimelineEvent.Corrected(entry, better, null, null), $"It said: {found.Text}"), ct);

    /// <summary>Says when an entry really was. Numbers and summaries follow.</summary>
    /// <param name="reason">May be left out.</param>
    internal Task<Answer> CorrectTimeAsync(Request request, int? number, int entry, ClockTime typed, string? reason, CancellationToken ct) => AmendAsync(
        request, number, entry, (incident, found, timeline) =>
    {
        var at = typed.Near(found.At, time.GetUtcNow());
        if ((CorrectionRules.WhyNot(found) ?? CorrectionRules.WhyNotAt(found, at, Corrections.Apply(timeline), time.GetUtcNow())) is { } rule)
        {
            return Refused(request, incident, $"Understood as {InFull(at)}. {rule}");
        }

        var why = Clean(reason) is { Length: > 0 } given ? given : null;
        var corrected = new TimelineEvent.Corrected(entry, null, at, why);
        return Amended(request, incident, found, timeline, corrected, $"Understood as {InFull(at)}. It said {InFull(found.At)}.");
    }, ct);

    /// <summary>Says that an entry is not so. It stays to be read, and counts no more.</summary>
    public Task<Answer> StrikeAsync(Request request, int? number, int entry, string? reason, CancellationToken ct) => AmendAsync(
        request, number, entry, (incident, found, timeline) =>
        CorrectionRules.WhyNotStruck(found) is { } rule ? Refused(request, incident, rule)
        : Clean(reason) is not { Length: > 0 } why ? decisions.Refuse(
            request,
            incident.Label,
            "Striking takes a reason; it goes on the record.",
            $"Type /incident strike {incident.Label} {CorrectionRules.Label(found)} <reason>.")
        : Amended(request, incident, found, timeline, new TimelineEvent.Struck(entry, why), $"It said: {found.Text}"), ct);

    private Task<Answer> AmendAsync(
        Request request,
        int? number,
        int entry,
        Func<Incident, TimelineEntry, IReadOnlyList<TimelineEntry>, Changes> amend,
        CancellationToken ct) => ChangeAsync(request, number, async incident =>
    {
        var written = await incidents.WholeTimelineAsync(incident.Id, ct);
        return Corrections.Apply(written).FirstOrDefault(other => other.Sequence == entry) is { } found
            ? amend(incident, found, written)
            : NoEntry(request, incident, entry, written);
    }, ct);

    private Changes NoEntry(Request request, Incident incident, int entry, IReadOnlyList<TimelineEntry> timeline) => decisions.Refuse(
        request,
        incident.Label,
        $"{incident.Label} has no entry e{entry}.",
        $"Its entries are e1 to e{timeline[^1].Sequence}: /incident timeline {incident.Label}.");

    private Changes Refused(Request request, Incident incident, string rule) =>
        decisions.Refuse(
            request,
            incident.Label,
            rule,
            $"Its entries: /incident timeline {incident.Label}. To add to them: /incident note {incident.Label} <text>.");

    /// <param name="timeline">All of it, as it was written.</param>
    private Changes Amended(Request request, Incident incident, TimelineEntry entry, IReadOnlyList<TimelineEntry> timeline, TimelineEvent what, string before)
    {
        var now = time.GetUtcNow();
        var counted = Corrections.Counted([.. timeline, TimelineEntry.Of(incident.Id, now, request.By.Id, what)]);
        var after = Corrections.Follow(incident, counted) with { Corrected = [.. incident.Corrected.Append(entry.Sequence).Distinct().Order()] };
        var written = changes.Of(after, request.By.Id, what);
        var untaken = after is { IsOpen: true, AcknowledgedAt: null } && incident.AcknowledgedAt is not null;
        written = written with { Schedule = [.. written.Schedule, .. IncidentChanges.Summary(after, now), .. untaken ? changes.Clocks(after, now) : []] };
        return Answered(
            Announced(written, incident, new Card($"{incident.Label}: {request.By.Name} {EventText.Of(what)}")),
            request,
            $"{CorrectionRules.Label(entry)} of {incident.Label} is {(what is TimelineEvent.Struck ? "struck" : "corrected")}",
            before,
            "It stays in the timeline as it was, beside what you say; numbers and summary follow you.");
    }

    /// <summary>For whoever typed a time: in the one zone that needs no explaining, and in their own.</summary>
    private static string InFull(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC ({Moment.Of(at)})");
}
