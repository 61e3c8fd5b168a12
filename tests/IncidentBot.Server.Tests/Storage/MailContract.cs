using IncidentBot.Incidents;
using IncidentBot.Mail;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Server.Tests.Storage;

public abstract class MailContract : StoreContract
{
    private const string Ops = "ops";

    protected MailContract(TestStore store)
        : base(store)
    {
        store.Settings["Mail:Host"] = "smtp.example";
        store.Settings["Mail:From"] = "bot@example.org";
        store.Settings["Mail:To:ops:Addresses:0"] = "one@example.org";
        store.Settings["Mail:To:ops:Addresses:1"] = "two@example.org";
        store.More = (services, configuration) => services.AddMail(configuration).AddSingleton(new PeopleDirectory([]));
    }

    private SqlMail Mail => Here.GetRequiredService<SqlMail>();

    private SqlMail OtherMail => There.GetRequiredService<SqlMail>();

    /// <summary>After whatever was written just now.</summary>
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow().AddMinutes(1);

    [Fact]
    public async Task What_is_told_is_written_with_the_change_and_nothing_where_that_is_not_written()
    {
        var incident = await OpenAsync();
        Assert.Equal(2, await CountAsync("mail_letters"));
        var thread = Assert.Single(await OtherMail.ThreadsAsync(incident.Id, Ct));
        Assert.Equal((Ops, false, "one@example.org two@example.org"), (thread.List, thread.IsOver, string.Join(' ', thread.Addresses)));

        var resolved = Entry(incident, new TimelineEvent.Moved(IncidentState.Monitoring, IncidentState.Resolved, "well"));
        Assert.Equal(CommitResult.Stale, await Ledger.CommitAsync(new Changes { Incident = incident with { Version = 7 }, Timeline = [resolved] }, Ct));
        Assert.Equal((2, false), ((int)await CountAsync("mail_letters"), (await Mail.ThreadsAsync(incident.Id, Ct))[0].IsOver));

        await CommitAsync(new Changes { Incident = incident with { Version = 1, State = IncidentState.Resolved }, Timeline = [resolved] });
        Assert.Equal((4, true), ((int)await CountAsync("mail_letters"), (await Mail.ThreadsAsync(incident.Id, Ct))[0].IsOver));
    }

    [Fact]
    public async Task An_entry_that_is_written_without_its_incident_is_told_with_how_that_stands()
    {
        var incident = await OpenAsync();
        await CommitAsync(new Changes { Timeline = [Entry(incident, new TimelineEvent.StatusUpdated("half is back"))] });

        Assert.Equal(2, await CountAsync("mail_letters where what = 'update' and message like '%half is back%'"));
    }

    [Fact]
    public async Task Two_replicas_claim_each_once_and_an_address_gets_an_incident_in_order()
    {
        for (var n = 0; n < 5; n++)
        {
            var incident = await OpenAsync();
            await CommitAsync(new Changes
            {
                Timeline = [.. ((string[])["first", "second"]).Select(word => Entry(incident, new TimelineEvent.StatusUpdated(word)))],
            });
        }

        var order = new System.Collections.Concurrent.ConcurrentQueue<MailDelivery>();
        await ParallelAsync(4, async (replica, _) =>
        {
            var mail = replica.GetRequiredService<SqlMail>();
            while (await CountAsync("mail_letters where state = 'Waiting'") > 0)
            {
                if (await mail.ClaimAsync(Now, Now.AddMinutes(5), Ct) is { } delivery)
                {
                    order.Enqueue(delivery);
                    await mail.SettleAsync(delivery, new MailAttempt(Now, null), Ct);
                }
            }

            return true;
        });

        Assert.Equal(30, order.Select(delivery => delivery.Id).Distinct().Count());
        Assert.Equal(30, order.Count);
        Assert.All(
            order.GroupBy(delivery => (delivery.Label, delivery.Address)),
            letters => Assert.Equal(letters.Select(letter => letter.Id).Order(), letters.Select(letter => letter.Id)));
    }

    [Fact]
    public async Task What_its_holder_never_finished_is_sent_by_another_and_the_first_changes_nothing_any_more()
    {
        await OpenAsync();
        await SqlAsync("delete from mail_letters where address = 'two@example.org'");
        var first = (await Mail.ClaimAsync(Now, Now.AddMinutes(1), Ct))!;
        Assert.Null(await OtherMail.ClaimAsync(Now, Now.AddMinutes(1), Ct));

        var later = Now.AddMinutes(2);
        var second = (await OtherMail.ClaimAsync(later, later.AddMinutes(1), Ct))!;
        Assert.Equal((first.Id, first.Message, 2), (second.Id, second.Message, second.Attempt));
        await Mail.SettleAsync(first, new MailAttempt(later, "answered 550: no") { Next = null }, Ct);
        Assert.Null((await Mail.HealthAsync(Ops, Ct)).GivenUp);

        await OtherMail.SettleAsync(second, new MailAttempt(later, null), Ct);
        var health = await Mail.HealthAsync(Ops, Ct);
        Assert.Equal((0, later, false), (health.Waiting, health.Sent!.TriedAt!.Value, health.Fails));
    }

    [Fact]
    public async Task What_a_dead_replica_held_is_free()
    {
        await OpenAsync();
        await Mail.ClaimAsync(Now, Now.AddHours(1), Ct);
        await Mail.ClaimAsync(Now, Now.AddHours(1), Ct);
        Assert.Null(await OtherMail.ClaimAsync(Now, Now.AddHours(1), Ct));

        await Here.GetRequiredService<SqlReplicas>().LeaveAsync(Ct);

        Assert.NotNull(await OtherMail.ClaimAsync(Now.AddSeconds(30), Now.AddHours(1), Ct));
    }

    [Fact]
    public async Task One_that_waits_for_another_try_holds_up_its_own_conversation_and_no_other()
    {
        var incident = await OpenAsync();
        await CommitAsync(new Changes { Timeline = [Entry(incident, new TimelineEvent.StatusUpdated("half is back"))] });
        var putOff = (await Mail.ClaimAsync(Now, Now.AddMinutes(1), Ct))!;
        await Mail.SettleAsync(putOff, new MailAttempt(Now, "answered 450: later") { Next = Now.AddHours(1) }, Ct);

        var others = new List<MailDelivery>();
        while (await OtherMail.ClaimAsync(Now, Now.AddMinutes(1), Ct) is { } next)
        {
            others.Add(next);
            await OtherMail.SettleAsync(next, new MailAttempt(Now, null), Ct);
        }

        Assert.Equal(["opened", "update"], others.Select(letter => letter.What));
        Assert.DoesNotContain(others, letter => letter.Address == putOff.Address);
        var health = await Mail.HealthAsync(Ops, Ct);
        Assert.Equal((2, "answered 450: later", true), (health.Waiting, health.Tried!.Failure, health.Fails));
    }

    [Fact]
    public async Task Letters_are_forgotten_after_thirty_days_and_lists_that_were_told_of_the_end()
    {
        var (over, goesOn) = (await OpenAsync(), await OpenAsync());
        await CommitAsync(new Changes
        {
            Mail = new MailChanges { Threads = [.. (await Mail.ThreadsAsync(over.Id, Ct)).Select(thread => thread with { IsOver = true })] },
        });

        async Task<int> CleanAsync(double days)
        {
            using var housekeeping = new Housekeeping(Database, new FakeTimeProvider(Now.AddDays(days)), NullLogger<Housekeeping>.Instance);
            return await housekeeping.CleanAsync(Ct);
        }

        // The thread counts from its entry, which is older than the letter.
        Assert.Equal(1, await CleanAsync(29.9));
        Assert.Equal(4, await CleanAsync(30.1));
        Assert.Equal(0, await CountAsync("mail_letters"));
        Assert.Empty(await Mail.ThreadsAsync(over.Id, Ct));
        Assert.Single(await Mail.ThreadsAsync(goesOn.Id, Ct));
    }

    private static TimelineEntry Entry(Incident incident, TimelineEvent what) => TimelineEntry.Of(incident.Id, Some.Now, Some.Ada, what);

    private async Task<Incident> OpenAsync()
    {
        var incident = Some.Incident();
        await CommitAsync(new Changes { Incident = incident, Timeline = [Entry(incident, new TimelineEvent.Opened(Severity.P0, incident.Title, "primary"))] });
        return incident;
    }
}
