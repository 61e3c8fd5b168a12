using IncidentBot.Alerts;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Alerting;

/// <summary>
/// Takes what senders say: compares it with how each alert stands, and counts what has changed in the incident of its group, in one
/// about the same target, or in a new one. Doing it twice does nothing more, so that a process may die at any point of it.
/// </summary>
public sealed class AlertDesk(
    ILedger ledger,
    IAlertStore alerts,
    IIncidentStore incidents,
    AlertRules rules,
    AlertOpenings openings,
    AlertPolicy policy,
    Redactor redactor,
    TimeProvider time)
{
    /// <summary>How often somebody else may be faster before it is left for later.</summary>
    private const int Tries = 10;

    private readonly IncidentAlerts changes = openings.Changes;

    /// <param name="deliveries">In the order of their coming.</param>
    public Task TakeAsync(IReadOnlyList<WaitingDelivery> deliveries, CancellationToken ct) => CountAsync(
        async () =>
        {
            var heard = new List<HeardAlert>();
            foreach (var source in deliveries.GroupBy(delivery => delivery.Source))
            {
                heard.AddRange(await HearAsync(source.Key, [.. source], ct));
            }

            return [.. heard.Where(one => one.IsNews)];
        },
        ct);

    /// <summary>Alerts that fire and have no incident are looked at again: nothing silences them any more, or they have fired long enough.</summary>
    internal Task ReconsiderAsync(Func<Task<IReadOnlyList<KnownAlert>>> waiting, CancellationToken ct) => CountAsync(
        async () => [.. (await waiting()).Where(one => one is { Alert.IsFiring: true, Incident: null })
            .Select(one => new HeardAlert(one, one.Alert, Truncated: 0) { Began = true })],
        ct);

    /// <summary>
    /// Counts what is new; where somebody else was faster, what is still new after that. What was counted in part is no news the second time.
    /// </summary>
    private async Task CountAsync(Func<Task<IReadOnlyList<HeardAlert>>> hear, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await CountAsync(await hear(), ct))
            {
                return;
            }
        }

        throw new StoreBusyException("Alerts could not be counted: others kept changing their incidents.");
    }

    private async Task<IReadOnlyList<HeardAlert>> HearAsync(string source, IReadOnlyList<WaitingDelivery> deliveries, CancellationToken ct)
    {
        var fingerprints = deliveries.SelectMany(delivery => delivery.Delivery.Alerts).Select(notice => notice.Fingerprint).Distinct().ToList();
        var known = (await alerts.FindAsync(source, fingerprints, ct)).ToDictionary(one => one.Alert.Fingerprint);
        var heard = new Dictionary<string, HeardAlert>();
        foreach (var (delivery, notice) in deliveries.SelectMany(delivery => delivery.Delivery.Alerts.Select(notice => (delivery, notice))))
        {
            var before = known.GetValueOrDefault(notice.Fingerprint);
            var sofar = heard.GetValueOrDefault(notice.Fingerprint);
            var (after, change) = Alert.Heard(sofar?.After ?? before?.Alert, source, delivery.Delivery.Group, notice, delivery.At);

            // Of an alert whose beginning was never heard, nobody has to be told the end.
            if (before is not null || after.IsFiring || sofar is not null)
            {
                heard[notice.Fingerprint] = (sofar ?? new HeardAlert(before, after, 0)).And(after, change, delivery.Delivery.Truncated);
            }
        }

        var again = heard.Values.Where(one => !one.IsNews).Select(one => one.After.Fingerprint).ToList();
        if (again.Count > 0)
        {
            await alerts.HeardAsync(source, again, deliveries[^1].At, ct);
        }

        return [.. heard.Values.Select(one => one.IsNews ? one with { After = Clean(one.After) } : one)];
    }

    /// <summary>What a label holds is a stranger's text, and may be a connection string.</summary>
    private Alert Clean(Alert alert) => alert with
    {
        Labels = alert.Labels.ToDictionary(pair => pair.Key, pair => redactor.Clean(pair.Value)),
        Annotations = alert.Annotations.ToDictionary(pair => pair.Key, pair => redactor.Clean(pair.Value)),
        Links = [.. alert.Links.Select(link => link with { Url = redactor.Clean(link.Url) })],
    };

    /// <returns>False when somebody else was faster somewhere.</returns>
    private async Task<bool> CountAsync(IReadOnlyList<HeardAlert> news, CancellationToken ct)
    {
        // Also one that has ended since: it was a reason, and whoever follows must not depend on how much was taken at once.
        var begun = news.Where(one => one.Began).ToList();
        var ended = news.Except(begun).ToList();
        foreach (var theirs in ended.Where(one => one.Incident is not null).GroupBy(one => one.Incident!.Value))
        {
            if (await incidents.FindAsync(theirs.Key, ct) is { } incident && !await JoinAsync(incident, [.. theirs], worst: null, [], ct))
            {
                return false;
            }
        }

        var silences = begun.Count > 0 ? (await alerts.SilencesAsync(ct)).Select(silence => silence.Fitting()).ToList() : [];
        var silenced = begun.Where(one => silences.Exists(fits => fits(one.After))).ToList();
        await KeepAsync([.. ended.Where(one => one.Incident is null), .. silenced], [], ct);
        foreach (var group in begun.Except(silenced).GroupBy(one => new AlertGroup(one.After.Source, one.After.Group)))
        {
            if (!await RouteAsync(group.Key, [.. group], ct))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Alerts of one group that have begun to fire, perhaps to different ends: rules go by labels.</summary>
    private async Task<bool> RouteAsync(AlertGroup group, IReadOnlyList<HeardAlert> begun, CancellationToken ct)
    {
        var judged = begun.Select(one => (Heard: one, Verdict: rules.Of(one.After))).ToList();
        await KeepAsync([.. judged.Where(one => one.Verdict.Then is AlertThen.Note).Select(one => one.Heard)], [], ct);
        var rest = judged.Where(one => one.Verdict.Then is not AlertThen.Note).ToList();
        foreach (var subject in rest.GroupBy(one => (Target: one.Verdict.IsTargetNamed ? one.Verdict.Target?.Name : null, one.Verdict.Kind)))
        {
            if (!await FindAndCountAsync(group, [.. subject.Select(one => one.Heard)], [.. subject.Select(one => one.Verdict)], ct))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> FindAndCountAsync(
        AlertGroup group, IReadOnlyList<HeardAlert> heard, IReadOnlyList<AlertVerdict> verdicts, CancellationToken ct)
    {
        var worst = verdicts.Min(verdict => verdict.Severity);
        var last = await alerts.IncidentOfAsync(group.Id, ct);
        if (await JoinableAsync(last, heard, verdicts[0], ct) is { } there)
        {
            return await JoinAsync(there, heard, worst, there.Id == last ? [] : [new GroupMove(group, last, there.Id)], ct);
        }

        if (verdicts.FirstOrDefault(verdict => verdict.Then is AlertThen.Open) is not { } opening)
        {
            await KeepAsync(heard, [], ct);
            return true;
        }

        if (opening.HoldFor > TimeSpan.Zero && DueOf(heard, opening) is var due && !(due <= time.GetUtcNow()))
        {
            await KeepAsync(
                heard,
                due is { } then ? [new Appointment($"heldalerts:{group.Id}", AppointmentKind.HeldAlerts, group.Id, then)] : [],
                ct);
            return true;
        }

        var opened = await openings.OfAsync(opening with { Severity = worst }, heard, ct);
        return await CommitAsync(opened with { Alerts = opened.Alerts with { Moves = [new GroupMove(group, last, opened.Incident!.Id)] } }, ct);
    }

    /// <summary>When the first of them will have fired for long enough; null where none fires any more.</summary>
    private static DateTimeOffset? DueOf(IReadOnlyList<HeardAlert> heard, AlertVerdict verdict) =>
        heard.Where(one => one.After.IsFiring).Min(one => (DateTimeOffset?)one.After.ChangedAt) + verdict.HoldFor;

    /// <summary>The open incident of these alerts or of their group, else one about the same target that is not long ago.</summary>
    private async Task<Incident?> JoinableAsync(IncidentId? ofGroup, IReadOnlyList<HeardAlert> heard, AlertVerdict verdict, CancellationToken ct)
    {
        foreach (var id in heard.Select(one => one.Incident).Prepend(ofGroup).OfType<IncidentId>().Distinct())
        {
            if (await incidents.FindAsync(id, ct) is { IsOpen: true } open && (verdict.Target is null || !verdict.IsTargetNamed
                || open.Target.Name == verdict.Target.Name))
            {
                return open;
            }
        }

        if (verdict.Target is not { } target)
        {
            return null;
        }

        var about = await incidents.ListAsync(new IncidentQuery(Reader.Bot) { OpenOnly = true, Target = target.Name, Kind = verdict.Kind }, ct);
        var since = time.GetUtcNow() - policy.JoinWithin;

        // What is private is told to nobody who is not in it, so it cannot stand for an alert that everybody may see.
        return about.Items.FirstOrDefault(incident => !incident.IsPrivate && (incident.UpdatedAt >= since || incident.Alerts?.HeardAt >= since));
    }

    private Task<bool> JoinAsync(
        Incident incident, IReadOnlyList<HeardAlert> heard, Severity? worst, IReadOnlyList<GroupMove> moves, CancellationToken ct)
    {
        var joined = changes.Joined(incident, heard, worst);
        return CommitAsync(joined with { Alerts = joined.Alerts with { Moves = moves } }, ct);
    }

    private async Task<bool> CommitAsync(Changes written, CancellationToken ct) => await ledger.CommitAsync(written, ct) is CommitResult.Committed;

    /// <summary>Alerts that count in no incident.</summary>
    private async Task KeepAsync(IReadOnlyList<HeardAlert> heard, IReadOnlyList<Appointment> schedule, CancellationToken ct)
    {
        if (heard.Count > 0)
        {
            await ledger.CommitAsync(
                new Changes { Alerts = new AlertChanges { Alerts = [.. heard.Select(one => one.In(null))] }, Schedule = schedule }, ct);
        }
    }
}
