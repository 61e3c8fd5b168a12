using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class ScheduleContract(TestStore store) : StoreContract(store)
{
    private ISchedule Schedule => There.GetRequiredService<ISchedule>();

    private Task<DueItem?> ClaimAsync(double at) => Schedule.ClaimAsync(Some.In(at), Some.In(at + 30), Ct);

    [Fact]
    public async Task Any_appointment_comes_back_as_it_was_made()
    {
        foreach (var kind in new[] { AppointmentKind.Assess, AppointmentKind.Room, new AppointmentKind("One that the kernel does not name") })
        {
            var some = new Some(kind.Name.Length);
            var appointment = new Appointment($"{kind} {some.Text()}", kind, Guid.NewGuid(), some.Time());
            await CommitAsync(new Changes { Schedule = [appointment] });

            var item = (await Schedule.ClaimAsync(appointment.DueAt, appointment.DueAt.AddSeconds(1), Ct))!;
            Assert.Equal(appointment, item.Appointment);
            await CommitAsync(new Changes { Completes = item.Id });
        }
    }

    [Fact]
    public async Task What_is_due_first_is_taken_first_and_nothing_before_its_time()
    {
        await CommitAsync(new Changes { Schedule = [Some.Soak("late", Some.In(20)), Some.Soak("early", Some.In(10))] });

        Assert.Null(await Schedule.ClaimAsync(Some.In(10).AddTicks(-1), Some.In(30), Ct));
        Assert.Equal("early", (await ClaimAsync(10))!.Appointment.Key);
        Assert.Null(await ClaimAsync(10));
        Assert.Equal("late", (await ClaimAsync(20))!.Appointment.Key);
    }

    [Fact]
    public async Task A_new_appointment_replaces_the_one_of_its_key()
    {
        await CommitAsync(new Changes { Schedule = [Some.Soak("soak", Some.In(10))] });
        var next = Some.Soak("soak", Some.In(50)) with { Kind = AppointmentKind.Verify };
        await CommitAsync(new Changes { Schedule = [next] });

        Assert.Equal(1, await CountAsync("schedule"));
        Assert.Null(await ClaimAsync(49));
        Assert.Equal(next, (await ClaimAsync(50))!.Appointment);
    }

    [Fact]
    public async Task A_replaced_appointment_can_be_taken_although_the_old_one_is_held()
    {
        await CommitAsync(new Changes { Schedule = [Some.Soak("soak", Some.Now)] });
        await ClaimAsync(0);
        await CommitAsync(new Changes { Schedule = [Some.Soak("soak", Some.Now)] });

        Assert.Equal(1, (await ClaimAsync(0))!.Attempt);
    }

    [Fact]
    public async Task Parallel_appointments_of_one_key_leave_one()
    {
        await ParallelAsync(10, (replica, n) => replica.GetRequiredService<ILedger>()
            .CommitAsync(new Changes { Schedule = [Some.Soak("soak", Some.In(n)), Some.Soak("other", Some.In(n))] }, Ct));

        Assert.Equal(2, await CountAsync("schedule"));
    }

    [Fact]
    public async Task An_unscheduled_appointment_is_gone()
    {
        await CommitAsync(new Changes { Schedule = [Some.Soak("soak", Some.Now)] });
        await CommitAsync(new Changes { Unschedule = ["soak", "never made"] });

        Assert.Null(await ClaimAsync(100));
        Assert.Null(await Schedule.NextDueAsync(Ct));
    }

    [Fact]
    public async Task An_item_whose_holder_died_is_taken_again()
    {
        await CommitAsync(new Changes { Schedule = [Some.Soak("soak", Some.Now)] });
        Assert.Equal(1, (await ClaimAsync(0))!.Attempt);
        Assert.Null(await ClaimAsync(29.9));

        var again = (await ClaimAsync(30))!;
        Assert.Equal((2, Some.Now), (again.Attempt, again.Appointment.DueAt));
    }

    [Fact]
    public async Task A_postponed_item_is_due_later()
    {
        await CommitAsync(new Changes { Schedule = [Some.Soak("soak", Some.Now)] });
        var item = (await ClaimAsync(0))!;

        await Schedule.PostponeAsync(item, Some.In(5), Ct);

        Assert.Equal(Some.In(5), await Schedule.NextDueAsync(Ct));
        Assert.Null(await ClaimAsync(4.9));
        var again = (await ClaimAsync(5))!;
        Assert.Equal((item.Id, 2, Some.In(5)), (again.Id, again.Attempt, again.Appointment.DueAt));

        await Schedule.PostponeAsync(item, Some.In(6), Ct);
        Assert.Null(await ClaimAsync(7));
    }

    [Fact]
    public async Task An_appointment_that_is_made_sure_of_leaves_the_one_that_waits_overdue_or_held()
    {
        var overdue = Some.Soak("daily", Some.In(-3600));
        await CommitAsync(new Changes { Schedule = [overdue] });
        await Schedule.MakeSureAsync(Some.Soak("daily", Some.In(3600)), Ct);
        await Schedule.MakeSureAsync(Some.Soak("other", Some.In(10)), Ct);

        var item = (await ClaimAsync(0))!;
        Assert.Equal(overdue, item.Appointment);
        await Schedule.MakeSureAsync(Some.Soak("daily", Some.In(3600)), Ct);
        await CommitAsync(new Changes { Completes = item.Id });
        Assert.Equal("other", (await ClaimAsync(3600))!.Appointment.Key);
        Assert.Null(await ClaimAsync(3600));
    }

    [Fact]
    public async Task Replicas_that_make_sure_at_once_leave_one()
    {
        await ParallelAsync(10, async (replica, n) =>
        {
            await replica.GetRequiredService<ISchedule>().MakeSureAsync(Some.Soak("daily", Some.In(n)), Ct);
            return await replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Schedule = [Some.Soak("daily", Some.In(n))] }, Ct);
        });

        Assert.Equal(1, await CountAsync("schedule"));
    }

    [Fact]
    public async Task The_next_due_time_is_known_to_the_tick()
    {
        Assert.Null(await Schedule.NextDueAsync(Ct));
        var due = Some.In(10).AddTicks(3);
        await CommitAsync(new Changes { Schedule = [Some.Soak("b", Some.In(20)), Some.Soak("a", due)] });

        Assert.Equal(due, await Schedule.NextDueAsync(Ct));
    }

    [Fact]
    public async Task Many_claimers_never_take_one_item_twice()
    {
        await CommitAsync(new Changes { Schedule = [.. Enumerable.Range(0, 40).Select(n => Some.Soak($"{n}", Some.In(n % 7)))] });

        var taken = await ParallelAsync(8, async (replica, _) =>
        {
            var mine = new List<long>();
            while (await replica.GetRequiredService<ISchedule>().ClaimAsync(Some.In(10), Some.In(100), Ct) is { } item)
            {
                mine.Add(item.Id);
            }

            return mine;
        });

        Assert.Equal(40, taken.Sum(mine => mine.Count));
        Assert.Equal(40, taken.SelectMany(mine => mine).Distinct().Count());
    }
}
