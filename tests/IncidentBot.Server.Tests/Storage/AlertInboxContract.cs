using IncidentBot.Alerts;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IncidentBot.Server.Tests.Storage;

public abstract class AlertInboxContract(TestStore store) : StoreContract(store)
{
    private static readonly AlertDelivery Plain = new("{}:{alertname=\"x\"}", [Notice("f1")]);

    private IAlertInbox Inbox => Here.GetRequiredService<IAlertInbox>();

    private IAlertInbox Other => There.GetRequiredService<IAlertInbox>();

    [Fact]
    public async Task What_was_stored_comes_back_whole_on_every_replica_oldest_first()
    {
        var delivery = new AlertDelivery(
            "{}/{team=\"ops\"}:{alertname=\"żółć\"}",
            [
                new AlertNotice(
                    "9f8e7d6c5b4a3f2e",
                    IsFiring: false,
                    new Dictionary<string, string> { ["alertname"] = "it's \"full\"", ["Alertname"] = "👩‍🚒", ["$type"] = "'; --" },
                    new Dictionary<string, string> { ["summary"] = "line\nbreak" },
                    Some.Now.AddTicks(1),
                    Some.In(60))
                {
                    Links = [new AlertLink("Source", "https://prometheus.example/graph?g0.expr=up"), new AlertLink("Runbook", "http://wiki/x")],
                },
                Notice("f2"),
            ])
        {
            Truncated = 7,
            Address = "http://alertmanager:9093",
        };

        Assert.True(await Inbox.AddAsync("prom", delivery, Some.Now, Ct));
        Assert.True(await Other.AddAsync("grafana", Plain, Some.In(-60), Ct));

        var waiting = await Other.OldestAsync(10, Ct);
        Assert.Equal(["prom", "grafana"], waiting.Select(row => row.Source));
        Assert.Equal([Some.Now, Some.In(-60)], waiting.Select(row => row.At));
        Assert.Equivalent(delivery, waiting[0].Delivery, strict: true);
        Assert.Equivalent(Plain, waiting[1].Delivery, strict: true);
        Assert.True(waiting[0].Id < waiting[1].Id);
        Assert.Equal("prom", Assert.Single(await Inbox.OldestAsync(1, Ct)).Source);
    }

    [Fact]
    public async Task Whoever_counts_is_told_of_what_was_stored()
    {
        var told = Here.GetRequiredService<SqlAlertInbox>().Arrivals.WaitAsync(TimeSpan.FromHours(1), Ct);

        await Inbox.AddAsync("prom", Plain, Some.Now, Ct);

        await told.WaitAsync(TimeSpan.FromMinutes(1), Ct);
    }

    [Fact]
    public async Task What_no_engine_can_store_is_cleaned()
    {
        var broken = new AlertDelivery(
            "a\0b\ud800", [Notice("f\0") with { Labels = new Dictionary<string, string> { ["na\0me"] = "\udc00" } }]);

        Assert.True(await Inbox.AddAsync("prom", broken, Some.Now, Ct));

        var read = Assert.Single(await Inbox.OldestAsync(10, Ct)).Delivery;
        Assert.Equal("a\ufffdb\ufffd", read.Group);
        Assert.Equal(new Dictionary<string, string> { ["na\ufffdme"] = "\ufffd" }, Assert.Single(read.Alerts).Labels);
    }

    [Fact]
    public async Task What_is_finished_is_gone_and_nothing_else_is_however_often_it_is_finished()
    {
        await AddAsync(4);
        var ids = (await Inbox.OldestAsync(10, Ct)).Select(row => row.Id).ToList();

        await Other.FinishAsync([ids[2], ids[0]], Ct);
        await Inbox.FinishAsync([ids[2], ids[0]], Ct);
        await Inbox.FinishAsync([], Ct);

        Assert.Equal([ids[1], ids[3]], (await Inbox.OldestAsync(10, Ct)).Select(row => row.Id));
        Assert.Equal(2, await CountAsync("alert_deliveries"));
    }

    [Fact]
    public async Task An_id_is_never_given_again()
    {
        await AddAsync(1);
        var first = Assert.Single(await Inbox.OldestAsync(10, Ct)).Id;
        await Inbox.FinishAsync([first], Ct);
        await AddAsync(1);

        Assert.True(Assert.Single(await Inbox.OldestAsync(10, Ct)).Id > first);
    }

    [Fact]
    public async Task A_row_that_is_seen_later_than_those_behind_it_is_the_oldest_then()
    {
        await AddAsync(2);
        var ids = (await Inbox.OldestAsync(10, Ct)).Select(row => row.Id).ToList();
        await Inbox.FinishAsync(ids, Ct);
        await AddAsync(1);

        await SqlAsync($"update alert_deliveries set id = {ids[0]}");

        Assert.Equal(ids[0], Assert.Single(await Inbox.OldestAsync(10, Ct)).Id);
    }

    [Fact]
    public async Task Beyond_what_may_wait_nothing_is_stored_until_there_is_room()
    {
        using var small = Of(most: 3);
        foreach (var expected in (bool[])[true, true, true, false, false])
        {
            Assert.Equal(expected, await small.AddAsync("prom", Plain, Some.Now, Ct));
        }

        Assert.Equal(3, await CountAsync("alert_deliveries"));

        await small.FinishAsync([(await small.OldestAsync(1, Ct))[0].Id], Ct);

        Assert.True(await small.AddAsync("prom", Plain, Some.Now, Ct));
        Assert.False(await small.AddAsync("prom", Plain, Some.Now, Ct));
    }

    [Fact]
    public async Task Of_those_that_come_at_once_as_many_are_stored_as_there_is_room_for()
    {
        using var small = Of(most: 7);

        var stored = await ParallelAsync(40, (_, n) => small.AddAsync($"source-{n}", Plain, Some.Now, Ct));

        Assert.Equal(7, stored.Count(isStored => isStored));
        Assert.Equal(
            stored.Index().Where(one => one.Item).Select(one => $"source-{one.Index}").Order(),
            (await small.OldestAsync(100, Ct)).Select(row => row.Source).Order());
    }

    [Fact]
    public async Task Of_large_ones_no_more_are_read_at_once_than_fit()
    {
        var large = Plain with { Group = new string('x', 1_500_000) };
        for (var n = 0; n < 4; n++)
        {
            Assert.True(await Inbox.AddAsync($"source-{n}", large, Some.Now, Ct));
        }

        Assert.Equal(["source-0", "source-1", "source-2"], (await Inbox.OldestAsync(10, Ct)).Select(row => row.Source));
    }

    [Fact]
    public async Task One_row_that_stays_takes_one_place_and_not_that_of_all_that_came_and_went()
    {
        using var small = Of(most: 3);
        await small.AddAsync("prom", Plain, Some.Now, Ct);
        await small.AddAsync("prom", Plain, Some.Now, Ct);
        for (var n = 0; n < 10; n++)
        {
            Assert.True(await small.AddAsync("prom", Plain, Some.Now, Ct));
            await small.FinishAsync([(await small.OldestAsync(2, Ct))[1].Id], Ct);
        }

        Assert.Equal(2, await CountAsync("alert_deliveries"));
    }

    [Fact]
    public async Task What_two_replicas_store_at_once_is_all_there()
    {
        var stored = await ParallelAsync(
            40, (replica, n) => replica.GetRequiredService<IAlertInbox>().AddAsync($"source-{n}", Plain, Some.Now, Ct));

        Assert.All(stored, Assert.True);
        var waiting = await Inbox.OldestAsync(100, Ct);
        Assert.Equal(40, waiting.Select(row => row.Source).Distinct().Count());
        Assert.Equal(waiting.Select(row => row.Id).Order(), waiting.Select(row => row.Id));
    }

    private static AlertNotice Notice(string fingerprint) =>
        new(fingerprint, true, new Dictionary<string, string> { ["alertname"] = "x" }, new Dictionary<string, string>(), Some.Now, null);

    private SqlAlertInbox Of(int most) => new(Database, Options.Create(new AlertOptions { MostWaiting = most }), TimeProvider.System);

    private async Task AddAsync(int count)
    {
        for (var n = 0; n < count; n++)
        {
            Assert.True(await Inbox.AddAsync("prom", Plain, Some.Now, Ct));
        }
    }
}
