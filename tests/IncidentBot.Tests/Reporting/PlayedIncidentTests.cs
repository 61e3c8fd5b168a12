using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Reporting;

/// <summary>Whole incidents as people play them, and every sentence of their updates and summaries, by values worked out by hand.</summary>
public sealed class PlayedIncidentTests
{
    private readonly ChatRig rig = new();

    private IncidentRoom Room => rig.Room;

    [Fact]
    public async Task What_customers_noticed_why_it_happened_and_how_severe_it_was_as_people_said()
    {
        Room.Diagnose.Report = new ActionReport("primary is well", Healthy: true);
        await OpenAsync("P1 Checkout fails");
        await After(2, Some.Grace, "/incident ack");
        await After(1, Some.Grace, "/incident severity P0");
        await After(1, Some.Ada, "/incident role commander @ada");
        await After(1, Some.Ada, "/incident impact checkout 340 orders from 02:50");
        await After(0, Some.Ada, "/incident impact sessions none everybody is logged in");
        await After(1, Some.Grace, "/incident cause a deployment wrote its cache without an end");
        await After(1, Some.Olga, "/incident note the deployment was at 02:48");
        await After(1, Some.Grace, "/incident mitigate");
        await Room.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(
            """
            INC-1 P0 still Mitigating, 18 min
            Impact: checkout: 340 orders, since 02:50:00 UTC (Ada says so).
            All 2 checks pass as of 03:18:00 UTC. Where the repair is done, type /incident verify INC-1.
            Since the opening: … 6 more; Ada: says that sessions is not affected: everybody is logged in; \
            Grace: says why: a deployment wrote its cache without an end; Olga: the deployment was at 02:48; Grace: Assessing → Mitigating.
            Cause: a deployment wrote its cache without an end (Grace says so)
            Grace has it; Commander is Ada.
            Next update by 03:33:00 UTC.
            """.Unfolded(),
            Room.LastPost);
        await After(0, Some.Grace, "/incident update the cache is cleared, orders go through");
        await VerifyAsync();
        await Room.PassAsync(Room.Policy.Soak);
        Assert.Equal(
            """
            INC-1 summary
            Checkout fails (primary): repaired after 34 min, from 02:50:00 UTC to 03:24:00 UTC; the incident is resolved. [e7 e16 e20]
            Severity P0. [e5]
            How long it took
            It was opened 10 min after it began. [e1 e7]
            Grace acknowledged it after 2 min. [e1 e4]
            Service was back 34 min after it began. [e7 e16]
            It was resolved 54 min after the opening. [e1 e20]
            4 of 4 updates came by the time that was promised. [e12 e13 e17 e18]
            What happened
            Ada opened INC-1 at 03:00:00 UTC. [e1]
            Who took part
            Grace, 03:03:00 UTC: severity P1 → P0. [e5]
            Ada, 03:04:00 UTC: Commander is Ada. [e6]
            What people noticed
            checkout: 340 orders, since 02:50:00 UTC (Ada says so). [e7]
            sessions was not affected, as Ada says: everybody is logged in. [e8]
            What people wrote
            Olga, 03:07:00 UTC: the deployment was at 02:48. [e10]
            Grace, 03:23:00 UTC: status update: the cache is cleared, orders go through. [e13]
            Cause
            Grace says: a deployment wrote its cache without an end. [e9]
            Verification
            2 of 2 checks pass: ping passes (fine, password=[redacted]); memory passes (fine, password=[redacted]). [e19]
            Written from the recorded events 03:54:00 UTC. The numbers in brackets are entries of the timeline: /incident event INC-1 e1 opens one.
            [Timeline]
            """.Unfolded(),
            Summary);
    }

    [Fact]
    public async Task Gone_on_by_an_override_it_is_called_neither_repaired_nor_well()
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
        Assert.Equal(
            """
            INC-1 summary
            Writes fail (primary): resolved by an override after 6 min. Not repaired as far as the checks know: memory: bad; the incident is resolved. [e1 e15]
            Severity P0. [e1]
            How long it took
            Ada acknowledged it after 1 min. [e1 e4]
            It was resolved 6 min after the opening. [e1 e15]
            What happened
            Ada opened INC-1 at 03:00:00 UTC. [e1]
            It went back to mitigating at 03:02:00 UTC: memory failed. Repair it and type /incident verify INC-1. [e8]
            Cause
            The last assessment found: Redis ran out of memory: 512 of 512 MB. [e3]
            Exceptions
            Ada: asked to go on to Monitoring without all checks passing: the release cannot wait. [e9]
            Grace: approved going on to Monitoring without all checks passing, as Ada asked: the release cannot wait. [e10]
            Ada: asked to go on to Resolved without a clean soak: it is moved to the standby. [e13]
            Grace: approved going on to Resolved without a clean soak, as Ada asked: it is moved to the standby. [e14]
            Verification
            1 of 2 checks pass: ping passes (fine, password=[redacted]); memory FAILS (bad). [e7]
            Still open
            When they were last run, these checks failed: memory: bad. [e7]
            Written from the recorded events 03:06:00 UTC. The numbers in brackets are entries of the timeline: /incident event INC-1 e1 opens one.
            [Timeline]
            """.Unfolded(),
            Summary);
    }

    [Fact]
    public async Task Lost_again_twice()
    {
        await OpenAsync("P0 Redis is down");
        await After(1, Some.Ada, "/incident mitigate");
        for (var time = 0; time < 2; time++)
        {
            await VerifyAsync();
            Room.Time.Advance(TimeSpan.FromMinutes(3));
            Room.Checks.Results["memory"] = false;
            await Room.PassAsync(Room.Policy.SoakCheckEvery);
            Assert.Equal(IncidentState.Mitigating, Room.Incident.State);
            Room.Checks.Results["memory"] = true;
            Room.Time.Advance(TimeSpan.FromMinutes(5));
        }

        await VerifyAsync();
        await Room.PassAsync(Room.Policy.Soak);
        Assert.Equal(
            """
            INC-1 summary
            Redis is down (primary): repaired after 16 min, from 03:00:00 UTC to 03:22:00 UTC, \
            3 times; while it was back in between is not counted; the incident is resolved. [e1 e8 e10 e14 e16 e21 e25]
            Severity P0. [e1]
            How long it took
            Ada acknowledged it after 1 min. [e1 e4]
            Service was back 22 min after the opening. [e1 e21]
            It was resolved 52 min after the opening. [e1 e25]
            3 of 3 updates came by the time that was promised. [e17 e22 e23]
            What happened
            Ada opened INC-1 at 03:00:00 UTC. [e1]
            It went back to mitigating at 03:05:00 UTC: memory failed. Repair it and type /incident verify INC-1. [e10]
            It went back to mitigating at 03:15:00 UTC: memory failed. Repair it and type /incident verify INC-1. [e16]
            Cause
            The last assessment found: Redis ran out of memory: 512 of 512 MB. [e18]
            Verification
            2 of 2 checks pass: ping passes (fine, password=[redacted]); memory passes (fine, password=[redacted]). [e24]
            Written from the recorded events 03:52:00 UTC. The numbers in brackets are entries of the timeline: /incident event INC-1 e1 opens one.
            [Timeline]
            """.Unfolded(),
            Summary);
    }

    [Fact]
    public async Task Broken_glass_and_a_look_at_it_afterwards()
    {
        await OpenAsync("P0 Redis is full");
        await After(1, Some.Ada, "/incident mitigate");
        var run = Some.Run(Room.Incident) with
        {
            State = RunState.Succeeded,
            Approval = new Approval(Some.Ada.Id, Some.Night, "x", BreakGlass: true, "nobody answered"),
            ReviewedBy = Some.Grace.Id,
            Outcome = "Unlinked 1,204,118 keys.",
        };
        await Room.Store.CommitAsync(
            new Changes
            {
                Run = run,
                Timeline =
                [
                    TimelineEntry.Of(
                        Room.Incident.Id, Room.Time.GetUtcNow(), Some.Ada.Id, new TimelineEvent.RunMoved(run.Id, run.Number, run.State, "succeeded")),
                ],
            },
            default);
        await VerifyAsync();
        await Room.PassAsync(Room.Policy.Soak);
        Assert.Equal(
            """
            INC-1 summary
            Redis is full (primary): repaired after 2 min, from 03:00:00 UTC to 03:02:00 UTC; the incident is resolved. [e1 e9 e13]
            Severity P0. [e1]
            How long it took
            Ada acknowledged it after 1 min. [e1 e4]
            Service was back 2 min after the opening. [e1 e9]
            It was resolved 32 min after the opening. [e1 e13]
            2 of 2 updates came by the time that was promised. [e10 e11]
            What happened
            Ada opened INC-1 at 03:00:00 UTC. [e1]
            Cause
            The last assessment found: Redis ran out of memory: 512 of 512 MB. [e3]
            What was run
            R-1 /redis clear-cache rl:* on primary, asked for by Ada, run without a second person: Unlinked 1,204,118 keys. [e6]
            Exceptions
            Ada broke the glass for R-1 (nobody answered). Grace has reviewed it since. [e6]
            Verification
            2 of 2 checks pass: ping passes (fine, password=[redacted]); memory passes (fine, password=[redacted]). [e12]
            Written from the recorded events 03:32:00 UTC. The numbers in brackets are entries of the timeline: /incident event INC-1 e1 opens one.
            [Timeline]
            """.Unfolded(),
            Summary);
    }

    [Fact]
    public async Task Taken_up_again_and_ended_again()
    {
        await OpenAsync("P0 Redis is down");
        await After(1, Some.Ada, "/incident mitigate");
        await VerifyAsync();
        await Room.PassAsync(Room.Policy.Soak);
        await After(10, Some.Grace, "/incident reopen INC-1 keys expire too early");
        await Room.CarryOutAsync();
        await After(5, Some.Ada, "/incident mitigate INC-1");
        await VerifyAsync();
        await Room.PassAsync(Room.Policy.Soak);
        Assert.Equal(
            """
            INC-1 summary, version 2
            Since version 1
            Grace took it from Resolved to Assessing at 03:42:00 UTC. keys expire too early [e13]
            Ada took it from Assessing to Mitigating at 03:47:00 UTC. [e15]
            Ada took it from Mitigating to Verifying at 03:48:00 UTC. [e16]
            The bot took it from Verifying to Monitoring at 03:48:00 UTC. 2 of 2 checks pass. They have to keep passing until 04:18:00 UTC. [e18]
            The bot took it from Monitoring to Resolved at 04:18:00 UTC. The checks kept passing for 30 min. [e22]
            Redis is down (primary): repaired after 8 min, from 03:00:00 UTC to 03:48:00 UTC, \
            2 times; while it was back in between is not counted; the incident is resolved. [e1 e8 e13 e18 e22]
            How long it took
            Service was back 48 min after the opening. [e1 e18]
            It was resolved 1 h 18 min after the opening. [e1 e22]
            4 of 4 updates came by the time that was promised. [e9 e10 e19 e20]
            Cause
            The last assessment found: Redis ran out of memory: 512 of 512 MB. [e14]
            Verification
            2 of 2 checks pass: ping passes (fine, password=[redacted]); memory passes (fine, password=[redacted]). [e21]
            Written from the recorded events 04:18:00 UTC. The numbers in brackets are entries of the timeline: /incident event INC-1 e1 opens one.
            Only what is new since version 1: /incident summary INC-1 has all of it.
            [Whole summary] [Timeline]
            """.Unfolded(),
            Summary);
    }

    [Fact]
    public async Task Cancelled_it_was_none()
    {
        await OpenAsync("P2 Redis is slow");
        await After(4, Some.Ada, "/incident cancel INC-1 it was the network of one office");
        await rig.TypeAsync(Some.Olga, "/incident summary INC-1");
        Assert.Equal(
            """
            INC-1 summary
            Redis is slow (primary): cancelled 4 min after it was opened. [e1 e5]
            Severity P2. [e1]
            How long it took
            Ada acknowledged it after 4 min. [e1 e4]
            What happened
            Ada opened INC-1 at 03:00:00 UTC. [e1]
            Ada cancelled it at 03:04:00 UTC. it was the network of one office [e5]
            Cause
            The last assessment found: Redis ran out of memory: 512 of 512 MB. [e3]
            Written from the recorded events 03:04:00 UTC. The numbers in brackets are entries of the timeline: /incident event INC-1 e1 opens one.
            [Timeline]
            """.Unfolded(),
            Room.LastReply);
    }

    [Fact]
    public async Task A_service_that_was_struck_beside_one_that_is_only_suspected_and_a_severity_that_changed_twice()
    {
        Room.Files.Texts["slow-redis.md"] = """
            ---
            id: slow-redis
            services:
              Publishing: delayed {duration}
              Sessions: people are logged out
            ---
            # Slow Redis

            ## Assessment

            ```action
            redis.diagnose
            ```

            1. Tell the people at the counter.
            """;
        Room.Checks.Results["memory"] = false;
        await OpenAsync("P1 slow-redis It is slow");
        await After(2, Some.Grace, "/incident ack");
        await After(1, Some.Grace, "/incident severity P0");
        await After(1, Some.Ada, "/incident impact sessions none everybody is logged in");
        await After(1, Some.Ada, "/incident mitigate");
        await Room.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(
            """
            INC-1 P0 still Mitigating, 18 min
            Impact: no impact is known; the runbook expects it of Publishing, which nobody has confirmed. \
            Whoever notices something types /incident impact INC-1 <service> <what, since when>.
            As of 03:18:00 UTC 1 of 2 checks fails. memory: bad
            Since the opening: … 3 more; Grace: acknowledged it; Grace: severity P1 → P0; \
            Ada: says that Sessions is not affected: everybody is logged in; Ada: Assessing → Mitigating.
            Cause: Redis ran out of memory: 512 of 512 MB (read at 03:00:00 UTC)
            Grace has it.
            Next of the runbook slow-redis: step 2 of 2.
            Next update by 03:33:00 UTC.
            """.Unfolded(),
            Room.LastPost);
        await After(1, Some.Grace, "/incident severity P2");
        Room.Checks.Results["memory"] = true;
        await VerifyAsync();
        await Room.PassAsync(Room.Policy.Soak);
        Assert.Equal(
            """
            INC-1 summary
            It is slow (primary): repaired after 22 min, from 03:00:00 UTC to 03:22:00 UTC; the incident is resolved. [e1 e13 e16]
            Severity P2. [e10]
            How long it took
            Grace acknowledged it after 2 min. [e1 e5]
            Service was back 22 min after the opening. [e1 e13]
            It was resolved 52 min after the opening. [e1 e16]
            2 of 2 updates came by the time that was promised. [e9 e14]
            What happened
            Ada opened INC-1 at 03:00:00 UTC. [e1]
            Who took part
            Grace, 03:03:00 UTC: severity P1 → P0. [e6]
            Grace, 03:21:00 UTC: severity P0 → P2. [e10]
            What people noticed
            Sessions was not affected, as Ada says: everybody is logged in. [e7]
            Suspected by the runbook, and confirmed by nobody: Publishing: delayed 22 min. [e1 e2 e13]
            Cause
            The last assessment found: Redis ran out of memory: 512 of 512 MB. [e4]
            Runbook
            Slow Redis (slow-redis) was followed: 1 of 2 steps. [e2]
            Verification
            2 of 2 checks pass: ping passes (fine, password=[redacted]); memory passes (fine, password=[redacted]). [e15]
            Still open
            Of the runbook nobody has done or skipped step 2. [e2]
            What nobody looked at
            Whether it was noticed, nobody has said of Publishing. [e2]
            Written from the recorded events 03:52:00 UTC. The numbers in brackets are entries of the timeline: /incident event INC-1 e1 opens one.
            [Timeline]
            """.Unfolded(),
            Summary);
    }

    [Fact]
    public async Task A_run_that_was_taken_back()
    {
        Room.Checks.Results["memory"] = false;
        await OpenAsync("P0 Redis is full");
        await After(1, Some.Ada, "/incident mitigate");
        Room.Time.Advance(TimeSpan.FromMinutes(1));
        await MoveAsync(
            Some.Run(Room.Incident) with { ValidUntil = Some.Night.AddMinutes(30) }, Some.Ada, RunState.AwaitingApproval, "is planned");
        await Room.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(
            """
            INC-1 P0 still Mitigating, 15 min
            Impact: no impact is known. Whoever notices something types /incident impact INC-1 <service> <what, since when>.
            As of 03:15:00 UTC 1 of 2 checks fails. memory: bad
            Since the opening: … 1 more; the bot: Redis ran out of memory: 512 of 512 MB; Ada: acknowledged it by taking a step; \
            Ada: Assessing → Mitigating; Ada: R-1 is planned.
            Cause: Redis ran out of memory: 512 of 512 MB (read at 03:00:00 UTC)
            Ada has it.
            R-1 /redis clear-cache rl:* on primary waits for the approval of Grace since 03:00:00 UTC, \
            until 03:30:00 UTC: /approve R-1 77777777, /reject R-1 or /run cancel R-1.
            Next update by 03:30:00 UTC.
            """.Unfolded(),
            Room.LastPost);
        Room.Time.Advance(TimeSpan.FromMinutes(1));
        await MoveAsync((await Room.Store.Runs.FindAsync(1, default))!, Some.Grace, RunState.Cancelled, "was cancelled by Grace");
        Room.Checks.Results["memory"] = true;
        await VerifyAsync();
        await Room.PassAsync(Room.Policy.Soak);
        Assert.Equal(
            """
            INC-1 summary
            Redis is full (primary): repaired after 19 min, from 03:00:00 UTC to 03:19:00 UTC; the incident is resolved. [e1 e11 e15]
            Severity P0. [e1]
            How long it took
            Ada acknowledged it after 1 min. [e1 e4]
            Service was back 19 min after the opening. [e1 e11]
            It was resolved 49 min after the opening. [e1 e15]
            3 of 3 updates came by the time that was promised. [e7 e12 e13]
            What happened
            Ada opened INC-1 at 03:00:00 UTC. [e1]
            Cause
            The last assessment found: Redis ran out of memory: 512 of 512 MB. [e3]
            What was run
            R-1 /redis clear-cache rl:* on primary, asked for by Ada: was cancelled. [e6 e8]
            Verification
            2 of 2 checks pass: ping passes (fine, password=[redacted]); memory passes (fine, password=[redacted]). [e14]
            Written from the recorded events 03:49:00 UTC. The numbers in brackets are entries of the timeline: /incident event INC-1 e1 opens one.
            [Timeline]
            """.Unfolded(),
            Summary);
    }

    private Task<CommitResult> MoveAsync(Run run, Person by, RunState state, string what) => Room.Store.CommitAsync(
        new Changes
        {
            Run = run with { State = state },
            Timeline = [TimelineEntry.Of(Room.Incident.Id, Room.Time.GetUtcNow(), by.Id, new TimelineEvent.RunMoved(run.Id, run.Number, state, what))],
        },
        default);

    private string Summary => Room.Posts.Select(PlainText.Render).Last(post => post.StartsWith("INC-1 summary", StringComparison.Ordinal));

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

/// <summary>A sentence is one line, and may be longer than a line of code.</summary>
file static class Folded
{
    public static string Unfolded(this string text) => text.ReplaceLineEndings("\n").Replace(" \\\n", " ", StringComparison.Ordinal);
}
