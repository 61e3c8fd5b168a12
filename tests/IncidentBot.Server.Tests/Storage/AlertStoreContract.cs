using IncidentBot.Alerts;
using IncidentBot.Incidents;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Server.Tests.Storage;

public abstract class AlertStoreContract(TestStore store) : StoreContract(store)
{
    private static readonly AlertGroup Group = new("prom", "{}:{alertname=\"x\"}");

    private IAlertStore Alerts => Here.GetRequiredService<IAlertStore>();

    private IAlertStore Other => There.GetRequiredService<IAlertStore>();

    [Fact]
    public async Task An_alert_comes_back_whole_on_every_replica_and_by_its_own_source_only()
    {
        var alert = Of("9f8e7d6c") with
        {
            Labels = new Dictionary<string, string> { ["alertname"] = "it's \"full\"", ["Alertname"] = "👩‍🚒", ["$type"] = "'; --" },
            Annotations = new Dictionary<string, string> { ["summary"] = "line\nbreak" },
            Links = [new AlertLink("Source", "https://prometheus.example/graph?g0.expr=up")],
            StartsAt = Some.Now.AddTicks(1),
        };
        await SaveAsync(null, alert, Of("9f8e7d6c") with { Source = "grafana" }, Of("9F8E7D6C"));

        var found = Assert.Single(await Other.FindAsync("prom", ["9f8e7d6c", "unknown"], Ct));
        Assert.Equivalent(alert, found.Alert, strict: true);
        Assert.Null(found.Incident);
        Assert.Equal(2, (await Other.FindAsync("prom", ["9f8e7d6c", "9F8E7D6C"], Ct)).Count);
        Assert.Empty(await Other.FindAsync("prom", [], Ct));
    }

    [Fact]
    public async Task An_alert_that_is_saved_again_is_as_was_said_last_and_counts_where_it_was_put_last()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());
        await SaveAsync(first, Of("f1"));
        await SaveAsync(second, Of("f1", fires: false, at: 5) with { Group = "another" });

        var found = Assert.Single(await Alerts.FindAsync("prom", ["f1"], Ct));
        Assert.Equal((second, false, Some.In(5), "another"), (found.Incident!.Value, found.Alert.IsFiring, found.Alert.ChangedAt, found.Alert.Group));
        Assert.Empty(await Alerts.OfIncidentAsync(first, 10, Ct));
        Assert.Equal("f1", Assert.Single(await Alerts.OfIncidentAsync(second, 10, Ct)).Alert.Fingerprint);
    }

    [Fact]
    public async Task Of_an_incident_those_that_fire_come_first_and_of_these_the_newest()
    {
        var (incident, another) = (await OpenAsync(), await OpenAsync());
        await SaveAsync(
            incident, Of("old", at: 1), Of("over, newest", fires: false, at: 9), Of("newest", at: 3), Of("over, old", fires: false, at: 0), Of("new", at: 2));
        await SaveAsync(another, Of("another's", at: 99));
        await SaveAsync(null, Of("nobody's", at: 99));

        var all = Fingerprints(await Other.OfIncidentAsync(incident, 10, Ct));
        Assert.Equal(["newest", "new", "old", "over, newest", "over, old"], all);
        Assert.Equal(all[..2], Fingerprints(await Alerts.OfIncidentAsync(incident, 2, Ct)));
    }

    [Fact]
    public async Task Of_those_that_fire_the_newest_come_first_with_an_incident_or_only_without()
    {
        await SaveAsync(await OpenAsync(), Of("counts", at: 2), Of("counts, over", fires: false, at: 9));
        await SaveAsync(null, Of("waits", at: 3), Of("waits longer", at: 1), Of("over", fires: false, at: 9));

        Assert.Equal(["waits", "counts", "waits longer"], Fingerprints(await Other.FiringAsync(withoutIncident: false, 10, Ct)));
        Assert.Equal(["waits", "counts"], Fingerprints(await Alerts.FiringAsync(withoutIncident: false, 2, Ct)));
        Assert.Equal(["waits", "waits longer"], Fingerprints(await Alerts.FiringAsync(withoutIncident: true, 10, Ct)));
        Assert.Equal(["waits"], Fingerprints(await Alerts.FiringAsync(withoutIncident: true, 1, Ct)));
    }

    [Fact]
    public async Task What_waits_of_a_group_fires_and_counts_nowhere_the_oldest_first()
    {
        await SaveAsync(await OpenAsync(), Of("counts"));
        await SaveAsync(
            null,
            Of("young", at: 2),
            Of("old", at: 1),
            Of("over", fires: false),
            Of("another group's") with { Group = "y" },
            Of("f") with { Source = "other" });

        Assert.Equal(["old", "young"], Fingerprints(await Other.WaitingAsync(Group.Id, Ct)));
        Assert.Empty(await Alerts.WaitingAsync(new AlertGroup("prom", "unknown").Id, Ct));
    }

    [Fact]
    public async Task What_is_only_heard_of_again_stands_as_before()
    {
        await SaveAsync(null, Of("f1"), Of("f2"), Of("f1") with { Source = "other" });

        await Other.HeardAsync("prom", ["f1", "unknown"], Some.In(60), Ct);
        await Other.HeardAsync("prom", [], Some.In(90), Ct);

        var found = (await Alerts.FindAsync("prom", ["f1", "f2"], Ct)).ToDictionary(one => one.Alert.Fingerprint, one => one.Alert);
        Assert.Equivalent(Of("f1") with { HeardAt = Some.In(60) }, found["f1"], strict: true);
        Assert.Equal(Some.Now, found["f2"].HeardAt);
        Assert.Equal(Some.Now, Assert.Single(await Alerts.FindAsync("other", ["f1"], Ct)).Alert.HeardAt);
    }

    [Fact]
    public async Task A_group_goes_to_one_incident_at_a_time()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());
        Assert.Null(await Alerts.IncidentOfAsync(Group.Id, Ct));

        await CommitAsync(Moving(new GroupMove(Group, null, first)));
        Assert.Equal(first, await Other.IncidentOfAsync(Group.Id, Ct));
        Assert.Null(await Alerts.IncidentOfAsync(new AlertGroup("other", Group.Key).Id, Ct));

        await CommitAsync(Moving(new GroupMove(Group, first, second)));
        Assert.Equal(second, await Other.IncidentOfAsync(Group.Id, Ct));
    }

    [Fact]
    public async Task A_group_that_has_gone_elsewhere_makes_the_commit_stale_and_nothing_is_written()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());
        await CommitAsync(Moving(new GroupMove(Group, null, first)));
        var before = await RowsAsync();

        foreach (var stale in new[] { new GroupMove(Group, null, second), new GroupMove(Group, second, second) })
        {
            var opened = Some.Incident();
            var changes = new Changes
            {
                Incident = opened,
                Timeline = [Some.Entry(opened.Id)],
                Audit = [Some.Audited()],
                Say = [Some.Post("Opened")],
                Schedule = [Some.Soak("soak", Some.Now)],
                Alerts = new AlertChanges
                {
                    Alerts = [new KnownAlert(Of("f1"), opened.Id)],
                    Moves = [new GroupMove(new AlertGroup("prom", "another"), null, opened.Id), stale],
                    Silence = Silence(1),
                },
            };

            Assert.Equal(CommitResult.Stale, await Ledger.CommitAsync(changes, Ct));
        }

        Assert.Equal(before, await RowsAsync());
        Assert.Equal((0, 1, 0), (await CountAsync("alerts"), await CountAsync("alert_groups"), await CountAsync("alert_silences")));
        Assert.Equal(first, await Alerts.IncidentOfAsync(Group.Id, Ct));
    }

    [Fact]
    public async Task A_stale_incident_takes_its_alerts_with_it()
    {
        var incident = Some.Incident();
        await CommitAsync(new Changes { Incident = incident });

        var result = await Ledger.CommitAsync(
            new Changes { Incident = incident, Alerts = new AlertChanges { Alerts = [new KnownAlert(Of("f1"), incident.Id)] } }, Ct);

        Assert.Equal(CommitResult.Stale, result);
        Assert.Equal(0, await CountAsync("alerts"));
    }

    [Fact]
    public async Task Of_those_who_move_one_group_at_once_one_does()
    {
        var incidents = new List<IncidentId>();
        for (var n = 0; n < 8; n++)
        {
            incidents.Add(await OpenAsync());
        }

        var results = await ParallelAsync(
            8, (replica, n) => replica.GetRequiredService<ILedger>().CommitAsync(Moving(new GroupMove(Group, null, incidents[n])), Ct));

        Assert.Single(results, result => result == CommitResult.Committed);
        Assert.Equal(incidents[Array.IndexOf(results, CommitResult.Committed)], await Alerts.IncidentOfAsync(Group.Id, Ct));
    }

    [Fact]
    public async Task A_silence_lasts_until_it_has_ended_and_is_found_after_that_too()
    {
        foreach (var silence in new[] { Silence(2), Silence(1) })
        {
            await CommitAsync(new Changes { Alerts = new AlertChanges { Silence = silence } });
        }

        Assert.Equal([1, 2], (await Other.SilencesAsync(Ct)).Select(silence => silence.Number));
        Assert.Equivalent(Silence(2), await Other.SilenceAsync(2, Ct), strict: true);
        Assert.Null(await Alerts.SilenceAsync(3, Ct));

        await CommitAsync(new Changes { Alerts = new AlertChanges { Silence = Silence(2) with { EndedAt = Some.In(60) } } });

        Assert.Equal(1, Assert.Single(await Other.SilencesAsync(Ct)).Number);
        Assert.Equal(Some.In(60), (await Other.SilenceAsync(2, Ct))!.EndedAt);
    }

    [Fact]
    public async Task A_thousand_alerts_are_one_commit_and_are_found_at_once()
    {
        var incident = await OpenAsync();
        var all = Enumerable.Range(0, 1000).Select(n => Of($"f{n}", fires: n % 4 != 0, at: n)).ToArray();

        await SaveAsync(incident, all);

        var found = await Other.FindAsync("prom", [.. all.Select(alert => alert.Fingerprint)], Ct);
        Assert.Equal(
            all.Select(alert => (alert.Fingerprint, alert.IsFiring)).Order(),
            found.Select(one => (one.Alert.Fingerprint, one.Alert.IsFiring)).Order());
        Assert.All(found, one => Assert.Equal(incident, one.Incident));
        var ofIncident = await Alerts.OfIncidentAsync(incident, 2000, Ct);
        Assert.Equal(750, ofIncident.TakeWhile(one => one.Alert.IsFiring).Count());
        Assert.Equal(1000, ofIncident.Count);
    }

    [Fact]
    public async Task What_two_replicas_write_of_the_same_alerts_at_once_is_all_there()
    {
        var incident = await OpenAsync();
        var results = await ParallelAsync(20, (replica, n) => replica.GetRequiredService<ILedger>().CommitAsync(
            Saving(incident, [.. Enumerable.Range(0, 150).Select(k => Of($"f{(n % 3 == 0 ? 149 - k : k)}", at: n))]), Ct));

        Assert.All(results, result => Assert.Equal(CommitResult.Committed, result));
        Assert.Equal(150, await CountAsync("alerts"));
    }

    [Fact]
    public async Task An_alert_that_is_over_is_forgotten_thirty_days_after_it_was_heard_of_and_one_that_fires_never_is()
    {
        await SaveAsync(
            await OpenAsync(),
            Of("old", fires: false) with { HeardAt = Some.Now.AddDays(-30.01) },
            Of("young", fires: false) with { HeardAt = Some.Now.AddDays(-29.99) },
            Of("fires") with { HeardAt = Some.Now.AddYears(-1) });
        using var housekeeping = new Housekeeping(Database, new FakeTimeProvider(Some.Now), NullLogger<Housekeeping>.Instance);

        Assert.Equal(1, await housekeeping.CleanAsync(Ct));
        Assert.Equal(["fires", "young"], Fingerprints(await Alerts.FindAsync("prom", ["old", "young", "fires"], Ct)).Order());
    }

    private static Alert Of(string fingerprint, bool fires = true, double at = 0) => new("prom", fingerprint, Group.Key)
    {
        IsFiring = fires,
        Labels = new Dictionary<string, string> { ["alertname"] = "x" },
        StartsAt = Some.Now,
        ChangedAt = Some.In(at),
        HeardAt = Some.Now,
    };

    private static AlertSilence Silence(int number) =>
        new(number, ["alertname=x", "team=~\"a|b\""], Some.In(3600), "the cache is being filled", Some.Ada, Some.Now, Some.Ops);

    private static List<string> Fingerprints(IEnumerable<KnownAlert> alerts) => [.. alerts.Select(one => one.Alert.Fingerprint)];

    private static Changes Moving(GroupMove move) => new() { Alerts = new AlertChanges { Moves = [move] } };

    private static Changes Saving(IncidentId? incident, IEnumerable<Alert> alerts) =>
        new() { Alerts = new AlertChanges { Alerts = [.. alerts.Select(alert => new KnownAlert(alert, incident))] } };

    private Task SaveAsync(IncidentId? incident, params Alert[] alerts) => CommitAsync(Saving(incident, alerts));

    private async Task<IncidentId> OpenAsync()
    {
        var incident = Some.Incident();
        await CommitAsync(new Changes { Incident = incident });
        return incident.Id;
    }
}
