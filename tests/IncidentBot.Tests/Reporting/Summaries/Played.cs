using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Readings;
using IncidentBot.Storage;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Reporting.Summaries;

/// <summary>Incidents as people play them, each for something that a summary must not get wrong.</summary>
internal sealed class Played
{
    /// <summary>What a stranger may have typed.</summary>
    public const string Hostile = "<script>alert(1)</script> [x](javascript:1) *b* \"q\" & # {{impact}} \u202eright";

    private readonly ChatRig rig = new();

    public static IReadOnlyDictionary<string, Func<Played, Task>> All { get; } = new Dictionary<string, Func<Played, Task>>
    {
        ["repaired"] = played => played.RepairedAsync(),
        ["open"] = played => played.OpenStillAsync(),
        ["reopened"] = played => played.ReopenedAsync(),
        ["regressed"] = played => played.RegressedAsync(),
        ["corrected"] = played => played.CorrectedAsync(),
        ["override"] = played => played.OverrideAsync(),
        ["handed-over"] = played => played.HandedOverAsync(),
        ["drill"] = played => played.DrillAsync(),
        ["backfilled"] = played => played.BackfilledAsync(),
        ["private"] = played => played.PrivateAsync(),
        ["cancelled"] = played => played.CancelledAsync(),
        ["hostile"] = played => played.HostileAsync(),
    };

    public IncidentRoom Room => rig.Room;

    public ChatRig Rig => rig;

    public static async Task<Played> OfAsync(string name)
    {
        var played = new Played();
        await All[name](played);
        return played;
    }

    private async Task RepairedAsync()
    {
        Room.Checks.Results["memory"] = false;
        await OpenAsync("P1 Checkout fails");
        await After(2, Some.Grace, "/incident ack");
        await After(1, Some.Grace, "/incident severity P0");
        await After(0, Some.Ada, "/incident impact checkout 340 orders from 02:50");
        await After(0, Some.Ada, "/incident impact sessions none everybody is logged in");
        await FoundAsync("/redis clients on primary", "12 of 10,000 clients", healthy: true);
        await FoundAsync("/redis prevention on primary", "primary: 7 of 12 are as they should be", healthy: false, 7, 12);
        await After(1, Some.Grace, "/incident cause a deployment wrote its cache without an end");
        await After(1, Some.Grace, "/incident mitigate");
        var run = Some.Run(Room.Incident) with { RequestedBy = Some.Grace.Id, RequestedAt = Now };
        await MoveAsync(run, Some.Grace, RunState.AwaitingApproval, "is planned");
        Room.Time.Advance(TimeSpan.FromMinutes(7));
        run = run with { Approval = new Approval(Some.Ada.Id, Now, run.PlanHash, BreakGlass: false, null), StartedAt = Now };
        await MoveAsync(run, Some.Ada, RunState.Approved, "approved by Ada");
        Room.Time.Advance(TimeSpan.FromSeconds(40));
        run = run with { EndedAt = Now, Outcome = "Unlinked 1,204,118 keys.", Evidence = ["used_memory 512 MB → 200 MB"] };
        await MoveAsync(run, null, RunState.Succeeded, "succeeded: Unlinked 1,204,118 keys.");
        Room.Checks.Results["memory"] = true;
        await VerifyAsync();
        await Room.PassAsync(Room.Policy.Soak);
        await After(5, Some.Ada, "/incident task INC-1 write the limit into redis.conf @grace by 2026-11-27");
        await After(0, Some.Ada, "/incident task INC-1 tell the deployers");
        await After(1, Some.Ada, "/incident done INC-1 t2");
        await FoundAsync("/redis prevention on primary", "primary: 11 of 12 are as they should be", healthy: false, 11, 12);
        await After(1, Some.Olga, "/incident learned INC-1 went-well the alert fired before customers wrote");
        await After(0, Some.Olga, "/incident learned INC-1 went-badly nobody knew who may approve");
        await After(0, Some.Olga, "/incident learned INC-1 lucky it was night");
        await After(0, Some.Ada, "/incident learned INC-1 a cache without a limit is a database");
        await After(60, Some.Ada, "/incident close INC-1");
        await Room.CarryOutAsync();
        await After(10, Some.Ada, "/incident learned INC-1 the runbook was out of date");
    }

    private async Task OpenStillAsync()
    {
        Room.Checks.Results["memory"] = false;
        await OpenAsync("P0 Redis is down");
        await After(6, Some.Ada, "/incident mitigate");
        await Room.PassAsync(TimeSpan.FromMinutes(3));
    }

    private async Task ReopenedAsync()
    {
        await OpenAsync("P0 Redis is down");
        await After(1, Some.Ada, "/incident mitigate");
        await VerifyAsync();
        await Room.PassAsync(Room.Policy.Soak);
        await After(10, Some.Grace, "/incident reopen INC-1 keys expire too early");
        await Room.CarryOutAsync();
        await After(5, Some.Ada, "/incident mitigate INC-1");
    }

    private async Task RegressedAsync()
    {
        await OpenAsync("P0 Redis is down");
        await After(1, Some.Ada, "/incident mitigate");
        await VerifyAsync();
        Room.Time.Advance(TimeSpan.FromMinutes(3));
        Room.Checks.Results["memory"] = false;
        await Room.PassAsync(Room.Policy.SoakCheckEvery);
        Room.Checks.Results["memory"] = true;
        await VerifyAsync();
        await Room.PassAsync(Room.Policy.Soak);
    }

    private async Task CorrectedAsync()
    {
        await OpenAsync("P1 Publishing is slow");
        await After(2, Some.Ada, "/incident note the network is to blame");
        await After(2, Some.Ada, "/incident impact publishing all of it is late");
        await After(1, Some.Ada, $"/incident correct e{Room.Timeline[^1].Sequence} a third of it is late");
        await After(1, Some.Ada, "/incident mitigate");
        await VerifyAsync();
        await Room.PassAsync(Room.Policy.Soak);
        await After(1, Some.Ada, $"/incident strike INC-1 e{Room.Timeline.First(entry => entry.Kind is TimelineKind.Note).Sequence} it was not");
        await Room.CarryOutAsync();
    }

    private async Task OverrideAsync()
    {
        await OpenAsync("P0 Writes fail");
        Room.Checks.Results["memory"] = false;
        await After(1, Some.Ada, "/incident mitigate");
        await After(1, Some.Ada, "/incident verify");
        await Room.CarryOutAsync();
        await After(1, Some.Ada, "/incident override the release cannot wait");
        await After(1, Some.Grace, $"/incident approve INC-1 {Room.Incident.PendingOverride!.Code}");
        await After(1, Some.Ada, "/incident override it is moved to the standby");
        await After(1, Some.Grace, $"/incident approve INC-1 {Room.Incident.PendingOverride!.Code}");
        await Room.CarryOutAsync();
    }

    private async Task HandedOverAsync()
    {
        await OpenAsync("P1 Redis is slow");
        await After(2, Some.Ada, "/incident ack");
        await After(0, Some.Ada, "/incident role commander @ada");
        await After(20, Some.Ada, "/incident handover @grace");
        await After(3, Some.Grace, "/incident takeover");
        await After(1, Some.Grace, "/incident mitigate");
        await VerifyAsync();
        await Room.PassAsync(Room.Policy.Soak);
    }

    private async Task DrillAsync()
    {
        await OpenAsync("P0 kind=drill Redis is full");
        await Room.PassAsync(TimeSpan.FromMinutes(6));
        await After(1, Some.Ada, "/incident mitigate");
        await VerifyAsync();
        await Room.PassAsync(Room.Policy.Soak);
    }

    private async Task BackfilledAsync()
    {
        await OpenAsync("P1 kind=backfilled from=2026-11-20T10:15 until=2026-11-20T11:00 The cache was gone");
        await After(1, Some.Ada, "/incident cause INC-1 a disk was full");
    }

    private async Task PrivateAsync()
    {
        await OpenAsync("P0 private A password was in a log");
        await After(1, Some.Ada, "/incident invite @grace");
        await After(1, Some.Ada, "/incident mitigate");
    }

    private async Task CancelledAsync()
    {
        await OpenAsync("P2 Redis is slow");
        await After(4, Some.Ada, "/incident cancel INC-1 it was the network of one office");
    }

    private async Task HostileAsync()
    {
        await OpenAsync($"P0 {Hostile} {new string('w', 100)} and more");
        await After(1, Some.Olga, $"/incident note {Hostile}");
        await After(1, Some.Ada, $"/incident cause {Hostile}");
        await After(1, Some.Ada, $"/incident impact \"{Hostile.Replace("\"", "", StringComparison.Ordinal)}\" {Hostile}");
        await After(1, Some.Olga, $"/incident learned {Hostile}");
        await After(1, Some.Ada, "/incident mitigate");
    }

    private DateTimeOffset Now => Room.Time.GetUtcNow();

    private Task<CommitResult> FoundAsync(string call, string answer, bool healthy, int? good = null, int? counted = null) => Room.Store.CommitAsync(
        new Changes
        {
            Timeline =
            [
                TimelineEntry.Of(Room.Incident.Id, Now, Some.Grace.Id, new TimelineEvent.Found(FoundBy.Person, call, answer, healthy)
                {
                    Readings = Reading.Known(Reading.Count("prevention.good", good), Reading.Count("prevention.counted", counted)),
                }),
            ],
        },
        default);

    private async Task MoveAsync(Run run, Person? by, RunState state, string what)
    {
        var version = (await Room.Store.Runs.FindAsync(run.Number, default))?.Version ?? run.Version;
        await Room.Store.CommitAsync(
            new Changes
            {
                Run = run with { State = state, Version = version },
                Timeline = [TimelineEntry.Of(Room.Incident.Id, Now, by?.Id, new TimelineEvent.RunMoved(run.Id, run.Number, state, what))],
            },
            default);
    }

    private async Task OpenAsync(string text)
    {
        await rig.TypeAsync(Some.Ada, $"/incident open {text}");
        await Room.CarryOutAsync();
    }

    private async Task After(int minutes, Person who, string text)
    {
        Room.Time.Advance(TimeSpan.FromMinutes(minutes));
        await rig.TypeAsync(who, text);
    }

    private async Task VerifyAsync()
    {
        await After(1, Some.Ada, "/incident verify");
        await Room.CarryOutAsync();
    }
}
