using IncidentBot.Incidents;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class RunbookStoreContract(TestStore store) : StoreContract(store)
{
    private IRunbookStore Runbooks => Here.GetRequiredService<IRunbookStore>();

    [Fact]
    public async Task A_text_comes_back_as_it_was_pinned()
    {
        var pin = Some.Pin("# Redis down\n\n```action\nredis.ping   # żółć ☃\n```\n");
        await CommitAsync(new Changes { Pin = pin });

        Assert.Equal(pin, await Runbooks.FindAsync(pin.Hash, Ct));
        Assert.Equal(pin, await There.GetRequiredService<IRunbookStore>().FindAsync(pin.Hash, Ct));
        Assert.Null(await Runbooks.FindAsync("0000", Ct));
    }

    [Fact]
    public async Task The_same_text_is_kept_once_as_it_was_first()
    {
        var pin = Some.Pin("# Redis down\n");
        await ParallelAsync(
            6,
            (replica, n) => replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Pin = pin, Audit = [Some.Audited($"{n}")] }, Ct));
        await CommitAsync(new Changes { Pin = pin with { PinnedAt = Some.In(60) } });

        Assert.Equal(1, await CountAsync("runbooks"));
        Assert.Equal(pin, await Runbooks.FindAsync(pin.Hash, Ct));
    }

    [Fact]
    public async Task It_is_pinned_with_the_incident_or_not_at_all()
    {
        var incident = Some.Incident();
        await CommitAsync(new Changes { Incident = incident });

        Assert.Equal(CommitResult.Stale, await Ledger.CommitAsync(new Changes { Incident = incident, Pin = Some.Pin("# Late\n") }, Ct));

        Assert.Equal(0, await CountAsync("runbooks"));
    }

    [Fact]
    public async Task How_far_an_incident_has_come_is_kept_with_it()
    {
        var progress = new RunbookProgress("redis-recovery", "Redis recovery", new string('a', 64), 17, Some.Now)
        {
            Checks = ["queue.status publishing"],
            Services = [new AffectedService("Publishing", "delayed")],
        };
        var incident = Some.Incident() with
        {
            Runbook = progress.With(new StepOutcome(4, StepState.Requested, Some.Ada, Some.Now, "R-12 is planned") { Run = "R-12" }),
        };
        await CommitAsync(new Changes { Incident = incident });

        var read = (await Here.GetRequiredService<IIncidentStore>().FindAsync(incident.Id, Ct))!.Runbook!;

        Assert.Equal(
            ("redis-recovery", 17, "queue.status publishing", "delayed"),
            (read.Id, read.Steps, Assert.Single(read.Checks), Assert.Single(read.Services).Impact));
        Assert.Equal(incident.Runbook.Of(4), read.Of(4));
    }
}
