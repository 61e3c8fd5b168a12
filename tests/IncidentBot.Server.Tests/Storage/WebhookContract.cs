using System.Globalization;
using IncidentBot.Incidents;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using IncidentBot.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Server.Tests.Storage;

public abstract class WebhookContract : StoreContract
{
    private const string Ops = "ops";
    private const string Other = "other";

    protected WebhookContract(TestStore store)
        : base(store)
    {
        foreach (var (name, n) in (IEnumerable<(string, byte)>)[(Ops, 1), (Other, 2), ("off", 3)])
        {
            store.Settings[$"Webhooks:{name}:Url"] = "https://hooks.example";
            store.Settings[$"Webhooks:{name}:Secrets"] = $"whsec_{Convert.ToBase64String([.. Enumerable.Repeat(n, 24)])}";
        }

        store.Settings[$"Webhooks:{Other}:Events"] = WebhookTypes.Resolved;
        store.Settings["Webhooks:off:Enabled"] = "false";
        store.More = (services, configuration) => services.AddWebhooks(configuration);
    }

    private SqlWebhooks Hooks => Here.GetRequiredService<SqlWebhooks>();

    private SqlWebhooks OtherHooks => There.GetRequiredService<SqlWebhooks>();

    /// <summary>After whatever was written just now.</summary>
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow().AddMinutes(1);

    [Fact]
    public async Task What_endpoints_want_to_hear_is_written_with_the_change_and_nothing_where_that_is_not_written()
    {
        var incident = Some.Incident();
        var opened = Entry(incident, new TimelineEvent.Opened(Severity.P0, "Redis is down", "primary"));
        var noted = Entry(incident, new TimelineEvent.Noted("looks bad"));
        await CommitAsync(new Changes { Incident = incident, Timeline = [opened, noted] });

        var told = Assert.Single(await Hooks.LastAsync(Ops, 10, Ct));
        Assert.Equal((WebhookTypes.Opened, incident.Label, WebhookState.Waiting, 0), (told.Type, told.Subject, told.State, told.Attempt));
        Assert.Empty(await Hooks.LastAsync(Other, 10, Ct));

        var resolved = Entry(incident, new TimelineEvent.Moved(IncidentState.Monitoring, IncidentState.Resolved, "well"));
        Assert.Equal(CommitResult.Stale, await Ledger.CommitAsync(new Changes { Incident = incident with { Version = 7 }, Timeline = [resolved] }, Ct));
        Assert.Equal(1, await CountAsync("webhook_deliveries"));

        await CommitAsync(new Changes { Incident = incident with { Version = 1 }, Timeline = [resolved] });
        var everybody = new[] { (await Hooks.LastAsync(Ops, 1, Ct))[0], (await Hooks.LastAsync(Other, 1, Ct))[0] };
        Assert.Single(everybody.Select(delivery => (delivery.EventId, delivery.Type, delivery.Body)).Distinct());
        Assert.Equal(3, await CountAsync("webhook_deliveries"));
    }

    [Fact]
    public async Task An_entry_that_is_written_without_its_incident_is_told_with_how_that_stands()
    {
        var incident = Some.Incident();
        await CommitAsync(new Changes { Incident = incident });

        await CommitAsync(new Changes { Timeline = [Entry(incident, new TimelineEvent.StatusUpdated("half is back"))] });

        Assert.Contains($"\"label\":\"{incident.Label}\"", Assert.Single(await Hooks.LastAsync(Ops, 10, Ct)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_private_incident_nobody_is_told()
    {
        var incident = Some.Incident() with { IsPrivate = true };
        await CommitAsync(new Changes { Incident = incident, Timeline = [Entry(incident, new TimelineEvent.Opened(Severity.P0, "leak", "primary"))] });
        await CommitAsync(new Changes { Timeline = [Entry(incident, new TimelineEvent.StatusUpdated("found it"))] });

        Assert.Equal(0, await CountAsync("webhook_deliveries"));
    }

    [Fact]
    public async Task Two_replicas_claim_each_once_and_of_one_endpoint_one_at_a_time_in_order()
    {
        await TellAsync(30);
        var order = new List<long>();
        var held = 0;

        await ParallelAsync(4, async (replica, _) =>
        {
            var hooks = replica.GetRequiredService<SqlWebhooks>();
            while (await CountAsync("webhook_deliveries where state = 'Waiting'") > 0)
            {
                if (await hooks.ClaimAsync(Ops, Now, Now.AddMinutes(5), Ct) is not { } delivery)
                {
                    continue;
                }

                Assert.Equal(1, Interlocked.Increment(ref held));
                order.Add(delivery.Id);
                Interlocked.Decrement(ref held);
                await hooks.SettleAsync(delivery, new WebhookAttempt(Now, 200, null), Ct);
            }

            return true;
        });

        Assert.Equal(30, order.Count);
        Assert.Equal(order.Order(), order);
    }

    [Fact]
    public async Task What_its_holder_never_finished_is_told_again_by_another_and_the_first_changes_nothing_any_more()
    {
        await TellAsync(1);
        var first = (await Hooks.ClaimAsync(Ops, Now, Now.AddMinutes(1), Ct))!;
        Assert.Empty(await OtherHooks.DueAsync([Ops], Now, Ct));
        Assert.Null(await OtherHooks.ClaimAsync(Ops, Now, Now.AddMinutes(1), Ct));

        var later = Now.AddMinutes(2);
        var second = (await OtherHooks.ClaimAsync(Ops, later, later.AddMinutes(1), Ct))!;
        Assert.Equal((first.EventId, first.Body, 2), (second.EventId, second.Body, second.Attempt));
        await Hooks.SettleAsync(first, new WebhookAttempt(later, 200, null), Ct);
        Assert.Equal(WebhookState.Waiting, Assert.Single(await Hooks.LastAsync(Ops, 1, Ct)).State);
        Assert.Null((await Hooks.HealthAsync(Ops, Ct)).SucceededAt);

        await OtherHooks.SettleAsync(second, new WebhookAttempt(later, 204, null), Ct);
        var told = Assert.Single(await Hooks.LastAsync(Ops, 1, Ct));
        Assert.Equal((WebhookState.Delivered, 204, 2), (told.State, told.Status, told.Attempt));
        Assert.Equal((later, 0), ((await Hooks.HealthAsync(Ops, Ct)).SucceededAt!.Value, (await Hooks.HealthAsync(Ops, Ct)).Waiting));
    }

    [Fact]
    public async Task What_a_dead_replica_held_is_free()
    {
        await TellAsync(1);
        await Hooks.ClaimAsync(Ops, Now, Now.AddHours(1), Ct);

        await Here.GetRequiredService<SqlReplicas>().LeaveAsync(Ct);

        Assert.Equal([Ops], await OtherHooks.DueAsync([Ops], Now.AddSeconds(30), Ct));
    }

    [Fact]
    public async Task One_that_failed_waits_and_holds_up_none_that_came_later()
    {
        await TellAsync(2);
        var failing = (await Hooks.ClaimAsync(Ops, Now, Now.AddMinutes(1), Ct))!;
        await Hooks.SettleAsync(failing, new WebhookAttempt(Now, 500, "answered 500") { Next = Now.AddHours(24) }, Ct);

        var next = (await OtherHooks.ClaimAsync(Ops, Now, Now.AddMinutes(1), Ct))!;
        Assert.NotEqual(failing.Id, next.Id);
        await OtherHooks.SettleAsync(next, new WebhookAttempt(Now, 200, null), Ct);

        Assert.Empty(await Hooks.DueAsync([Ops], Now, Ct));
        Assert.Equal([Ops], await Hooks.DueAsync([Ops, Other], Now.AddHours(25), Ct));
        var health = await Hooks.HealthAsync(Ops, Ct);
        Assert.Equal((1, "answered 500"), (health.Waiting, health.Failure));
    }

    [Fact]
    public async Task An_endpoint_that_asks_for_it_is_left_alone_and_one_that_is_gone_until_somebody_enables_it()
    {
        await TellAsync(3);
        var claimed = (await Hooks.ClaimAsync(Ops, Now, Now.AddMinutes(1), Ct))!;
        var until = Now.AddMinutes(10);
        await Hooks.SettleAsync(claimed, new WebhookAttempt(Now, 429, "answered 429") { Next = until, PausedUntil = until }, Ct);
        Assert.Null(await OtherHooks.ClaimAsync(Ops, Now.AddMinutes(1), Now.AddMinutes(2), Ct));

        claimed = (await OtherHooks.ClaimAsync(Ops, Now.AddMinutes(11), Now.AddMinutes(12), Ct))!;
        await OtherHooks.SettleAsync(claimed, new WebhookAttempt(Now, 410, "answered 410: it is gone") { Next = Now.AddDays(1), Disables = true }, Ct);
        Assert.Empty(await Hooks.DueAsync([Ops], Now.AddDays(20), Ct));
        Assert.NotNull((await Hooks.HealthAsync(Ops, Ct)).DisabledAt);

        await CommitAsync(new Changes { Webhooks = new WebhookChanges { Enable = new WebhookEnabling(Ops, Now) } });
        Assert.Null((await Hooks.HealthAsync(Ops, Ct)).DisabledAt);
        Assert.Equal(3, await CountAsync($"webhook_deliveries where state = 'Waiting' and not_before <= '{StoredText.Of(Now.AddSeconds(30))}'"));
    }

    [Fact]
    public async Task Told_again_is_one_by_its_number_or_all_since_a_time_but_never_one_that_is_being_told()
    {
        await TellAsync(3);
        foreach (var state in (WebhookAttempt[])[new(Now, 200, null), new(Now, 500, "answered 500")])
        {
            await Hooks.SettleAsync((await Hooks.ClaimAsync(Ops, Now, Now.AddMinutes(1), Ct))!, state, Ct);
        }

        var being = (await Hooks.ClaimAsync(Ops, Now, Now.AddHours(1), Ct))!;
        var all = (await Hooks.LastAsync(Ops, 10, Ct)).OrderBy(delivery => delivery.Id).ToList();
        Assert.Equal([WebhookState.Delivered, WebhookState.GivenUp, WebhookState.Waiting], all.Select(delivery => delivery.State));

        foreach (var (replay, count) in (IEnumerable<(WebhookReplay, int)>)
        [
            (new(Ops, being.Id, null, Now), 0), (new(Other, all[0].Id, null, Now), 0), (new(Ops, null, Now, Now), 0), (new(Ops, all[0].Id, null, Now), 1),
            (new(Ops, null, Some.Now, Now), 1),
        ])
        {
            Assert.Equal(count, await Hooks.CountAsync(replay, Ct));
            await CommitAsync(new Changes { Webhooks = new WebhookChanges { Replay = replay } });
            Assert.Equal(being.Attempt, (await Hooks.LastAsync(Ops, 1, Ct))[0].Attempt);
        }

        Assert.Equal(3, await CountAsync("webhook_deliveries where state = 'Waiting'"));
        Assert.Equal(
            all.Select(delivery => delivery.EventId), (await Hooks.LastAsync(Ops, 10, Ct)).OrderBy(delivery => delivery.Id).Select(told => told.EventId));
    }

    [Fact]
    public async Task A_delivery_is_forgotten_after_thirty_days()
    {
        await CommitAsync(new Changes
        {
            Webhooks = new WebhookChanges
            {
                Events =
                [
                    .. ((string[])["30.01", "29.99"]).Select(age => new WebhookEvent(
                        Ops, $"evt_{age}", WebhookTypes.Test, "test", "{}", Some.Now.AddDays(-double.Parse(age, CultureInfo.InvariantCulture)))),
                ],
            },
        });
        using var housekeeping = new Housekeeping(Database, new FakeTimeProvider(Some.Now), NullLogger<Housekeeping>.Instance);

        Assert.Equal(1, await housekeeping.CleanAsync(Ct));
        Assert.Equal("evt_29.99", Assert.Single(await Hooks.LastAsync(Ops, 10, Ct)).EventId);
    }

    private static TimelineEntry Entry(Incident incident, TimelineEvent what) => TimelineEntry.Of(incident.Id, Some.Now, Some.Ada, what);

    private async Task TellAsync(int count)
    {
        for (var n = 0; n < count; n++)
        {
            var incident = Some.Incident();
            await CommitAsync(new Changes { Incident = incident, Timeline = [Entry(incident, new TimelineEvent.Opened(Severity.P1, $"{n}", "primary"))] });
        }
    }
}
