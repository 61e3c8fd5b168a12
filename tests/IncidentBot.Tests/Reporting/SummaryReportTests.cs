using IncidentBot.Actions;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Reporting;

public sealed class SummaryReportTests
{
    private readonly IncidentRoom room = new();

    [Fact]
    public async Task A_whole_incident_reads_answer_first_with_the_events_behind_every_sentence()
    {
        await room.InAsync(Assessing);
        room.Time.Advance(TimeSpan.FromMinutes(11));
        await room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, null, default);
        await RunAsync(new Approval(Some.Grace.Id, Some.Night, "x", BreakGlass: false, null));
        room.Time.Advance(TimeSpan.FromMinutes(10));
        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);
        await room.CarryOutAsync();
        await room.PassAsync(room.Policy.Soak);

        await room.Desk.SummaryAsync(Some.Request(Some.Olga), 1, default);

        Assert.Equal(
            """
            INC-1 summary
            Redis is down (primary): repaired after 21 min, from 03:00:00 UTC to 03:21:00 UTC; the incident is resolved. [e1 e9 e14]
            Severity P0. [e1]
            How long it took
            Ada acknowledged it after 0 s. [e1 e4]
            Service was back 21 min after the opening. [e1 e9]
            It was resolved 51 min after the opening. [e1 e14]
            2 of 3 updates came by the time that was promised. [e10 e11 e12]
            What happened
            Ada opened INC-1 at 03:00:00 UTC. [e1]
            Cause
            The last assessment found: Redis ran out of memory: 512 of 512 MB. [e3]
            What was run
            R-1 /redis clear-cache rl:* on primary, asked for by Ada and approved by Grace: Unlinked 1,204,118 keys. [e6]
            Verification
            2 of 2 checks pass: ping passes (fine, password=[redacted]); memory passes (fine, password=[redacted]). [e13]
            Written from the recorded events 03:51:00 UTC. The numbers in brackets are entries of the timeline: /incident event INC-1 e1 opens one.
            [Timeline]
            """.ReplaceLineEndings("\n"),
            room.LastReply);
    }

    [Fact]
    public async Task Right_after_a_reopen_the_summary_says_that_it_is_not_repaired()
    {
        await room.InAsync(Resolved);
        room.Time.Advance(TimeSpan.FromMinutes(10));
        await room.Desk.ReopenAsync(Some.Request(Some.Grace), 1, "keys expire too early", default);
        room.Time.Advance(TimeSpan.FromMinutes(5));

        var summary = await WriteAsync();

        Assert.StartsWith("Redis is down (primary): not repaired yet, 5 min so far", summary.Sentences.First().Text);
        Assert.DoesNotContain(summary.Sentences, sentence => sentence.Text.Contains("was resolved") || sentence.Text.Contains("Service was back"));
        Assert.Contains(summary.Sentences, sentence => sentence.Text.EndsWith("keys expire too early.") && sentence.Text.StartsWith("Grace reopened it"));
    }

    [Fact]
    public async Task An_override_is_told_with_who_asked_and_who_approved()
    {
        await room.InAsync(Monitoring);
        await room.Desk.OverrideAsync(Some.Request(Some.Ada), 1, "release", default);
        await room.Desk.ApproveOverrideAsync(Some.Request(Some.Grace), 1, room.Incident.PendingOverride!.Code, default);

        var exceptions = (await WriteAsync()).Sections.Single(section => section.Heading == "Exceptions");

        Assert.Equal(
            [
                "Ada: asked to go on to Resolved without a clean soak: release.",
                "Grace: approved going on to Resolved without a clean soak, as Ada asked: release.",
            ],
            exceptions.Sentences.Select(sentence => sentence.Text));
    }

    [Fact]
    public async Task Broken_glass_is_told_and_whether_somebody_has_looked_at_it()
    {
        await room.InAsync(Mitigating);
        await RunAsync(new Approval(Some.Ada.Id, Some.Night, "x", BreakGlass: true, "nobody answered"));

        Assert.Contains(await SentencesAsync(), text => text == "Ada broke the glass for R-1 (nobody answered). Nobody has reviewed it yet.");
        Assert.Contains(await SentencesAsync(), text => text.Contains("asked for by Ada, run without a second person"));
    }

    [Fact]
    public async Task Escalations_and_regressions_are_part_of_the_story()
    {
        await room.InAsync(Declared);
        await room.PassAsync(TimeSpan.FromMinutes(5));
        await room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, null, default);
        room.Checks.Results["memory"] = false;
        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);
        await room.CarryOutAsync();

        var story = await SentencesAsync();

        Assert.Contains(story, text => text.StartsWith("It escalated at") && text.EndsWith("nobody had acknowledged it after 5 min."));
        Assert.Contains(story, text => text.StartsWith("It went back to mitigating at") && text.Contains("memory failed."));
    }

    [Fact]
    public async Task A_cancelled_incident_says_so_first()
    {
        await room.InAsync(Declared);
        room.Time.Advance(TimeSpan.FromMinutes(4));
        await room.Desk.CancelAsync(Some.Request(Some.Ada), 1, "a drill", default);

        Assert.Equal("Redis is down (primary): cancelled 4 min after it was opened.", (await SentencesAsync())[0]);
    }

    [Fact]
    public async Task A_run_is_cited_by_its_own_events()
    {
        await room.InAsync(Mitigating);
        await RunAsync(approval: null);
        await room.Store.CommitAsync(
            new Changes { Timeline = [Entry(Some.Run(room.Incident) with { Id = RunId.New(Some.Night), Number = 12 }, "started")] },
            default);

        var sentence = Assert.Single((await WriteAsync()).Sentences, sentence => sentence.Text.StartsWith("R-1 "));

        Assert.Equal([6], sentence.Events);
    }

    private TimelineEntry Entry(Run run, string what) =>
        TimelineEntry.Of(room.Incident.Id, room.Time.GetUtcNow(), null, new TimelineEvent.RunMoved(run.Id, run.Number, run.State, what));

    private Task<CommitResult> RunAsync(Approval? approval)
    {
        var run = Some.Run(room.Incident) with { State = RunState.Succeeded, Approval = approval, Outcome = "Unlinked 1,204,118 keys." };
        return room.Store.CommitAsync(new Changes { Run = run, Timeline = [Entry(run, $"succeeded: {run.Outcome}")] }, default);
    }

    private async Task<Summary> WriteAsync() => new SummaryReport(Some.People).Write(
        room.Incident, room.Timeline, await room.Store.Runs.OfIncidentAsync(room.Incident.Id, default), room.Time.GetUtcNow());

    private async Task<IReadOnlyList<string>> SentencesAsync() => [.. (await WriteAsync()).Sentences.Select(sentence => sentence.Text)];
}
