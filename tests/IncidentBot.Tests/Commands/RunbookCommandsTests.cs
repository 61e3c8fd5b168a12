using IncidentBot.Messages;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Commands;

/// <summary><c>/runbook list</c>, <c>show</c>, <c>match</c>: looking, before any incident follows one.</summary>
public sealed class RunbookCommandsTests
{
    private readonly ChatRig rig = new();

    public RunbookCommandsTests() => SomeRunbook.In(rig.Room.Files);

    [Fact]
    public async Task List_shows_each_with_its_steps_and_what_is_wrong_with_files()
    {
        rig.Room.Files.Texts["broken.md"] = "---\nsevrities: P0\n---\n# Broken\n";

        var text = await rig.TypeAsync(Some.Olga, "/runbook list");

        Assert.StartsWith("2 runbooks\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "redis-recovery  Redis recovery (redis): 12 steps: 5 native, 1 guarded, 1 sql, 1 http, 1 host command, 1 manual, 1 refused, 1 unknown",
            text,
            StringComparison.Ordinal);
        Assert.Contains("broken.md:2: There is no key 'sevrities'.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_says_where_to_put_the_first_one()
    {
        rig.Room.Files.Texts.Clear();

        Assert.StartsWith(
            "There is no runbook\nPut Markdown files into the folder that Runbooks:Path names",
            await rig.TypeAsync(Some.Olga, "/runbook list"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_lists_every_step_with_its_number_and_kind()
    {
        var text = await rig.TypeAsync(Some.Olga, "/runbook show redis-recovery");

        Assert.Contains("Assessment\n  1  reads  /redis ping\n  2  reads  /redis diagnose on sessions\nMemory\n"
            + "  3  change  /redis trim rl:*\n  4  destructive  /redis clear-cache rl:*", text, StringComparison.Ordinal);
        Assert.Contains("Over when healthy: redis.ping.", text, StringComparison.Ordinal);
        Assert.Contains("Publishing   delayed", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 120, line));
    }

    [Fact]
    public async Task Show_of_a_section_says_what_each_step_becomes_and_why()
    {
        var text = await rig.TypeAsync(Some.Olga, "/runbook show redis-recovery memory");

        Assert.StartsWith("redis-recovery: Memory\n", text, StringComparison.Ordinal);
        Assert.Contains("/redis clear-cache cb:* (destructive, guarded), instead of redis-cli EVAL", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/redis ping", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/runbook show", "Which runbook?")]
    [InlineData("/runbook show redis-recovrey", "There is no runbook 'redis-recovrey'.\nType /runbook show <runbook> [section]\nDid you mean redis-recovery?")]
    [InlineData(
        "/runbook show redis-recovery nowhere",
        "redis-recovery has no one section 'nowhere'.\nType /runbook show <runbook> [section]\nSections: Assessment, Memory.")]
    [InlineData("/runbook match", "What does it say?")]
    [InlineData("/runbook start", "Which runbook?")]
    [InlineData("/runbook start INC-1 two words", "'words' is one argument too many.")]
    [InlineData("/runbook run", "Which step?")]
    [InlineData(
        "/runbook done seven",
        "There is no step 'seven': the number of the step.\nType /runbook done [INC-n] [step] [what was found]\nFor example: /runbook done 3")]
    [InlineData("/runbook frobnicate", "There is no command /runbook frobnicate.")]
    public async Task What_is_missing_is_asked_for(string typed, string answer) =>
        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, typed), StringComparison.Ordinal);

    [Fact]
    public async Task Match_names_the_section_why_and_the_first_commands()
    {
        var card = await rig.CardForAsync(Some.Olga, "/runbook match (error) OOM command not allowed when used memory > 'maxmemory'.");

        Assert.Equal("Memory (redis-recovery)", card.Title);
        Assert.StartsWith(
            "Memory (redis-recovery)\nBecause it is for “OOM”.\n  3  change  /redis trim rl:*",
            PlainText.Render(card),
            StringComparison.Ordinal);
        Assert.Equal(
            ["/redis trim rl:*", "/redis clear-cache rl:*", "/redis clear-cache cb:*", "/incident open P0 redis-recovery"],
            card.Buttons.Select(button => button.Command));
    }

    [Fact]
    public async Task Match_offers_the_steps_themselves_where_the_incident_follows_the_runbook()
    {
        await rig.TypeAsync(Some.Ada, "/incident open P0 redis-recovery Redis is full");

        var card = await rig.CardForAsync(Some.Ada, "/runbook match oom");

        Assert.StartsWith("/runbook run INC-1 3 card:", card.Buttons[0].Command, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Match_says_so_when_nothing_fits() =>
        Assert.StartsWith(
            "No runbook here answers that\n“the coffee is cold” meets no symptom",
            await rig.TypeAsync(Some.Olga, "/runbook match the coffee is cold"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("P0 redis-recovery Redis is down", "Redis is down", "Named when the incident was opened.")]
    [InlineData("P0 Redis-Recovery", "Redis recovery", "Named when the incident was opened.")]
    [InlineData("P0 OOM again", "OOM again", "Chosen because it is for “OOM”.")]
    [InlineData("P0 we need a Redis recovery", "we need a Redis recovery", "Chosen because the incident has its title.")]
    public async Task An_incident_is_opened_with_the_runbook_that_is_named_or_that_fits(string typed, string title, string why)
    {
        var answer = await rig.TypeAsync(Some.Olga, $"/incident open {typed}");

        Assert.Equal(
            (title, "redis-recovery", 12, why),
            (rig.Room.Incident.Title, rig.Room.Incident.Runbook!.Id, rig.Room.Incident.Runbook.Steps, rig.Room.Incident.Runbook.Why));
        Assert.Contains("P0: Redis is down. To be taken within 7 min.", answer, StringComparison.Ordinal);
        Assert.Contains($"It follows the runbook redis-recovery. {why} Another one: /runbook start INC-1 <runbook>.", answer, StringComparison.Ordinal);
        Assert.Equal([TimelineKind.Opened, TimelineKind.Runbook], rig.Room.Timeline.Select(entry => entry.Kind));
        Assert.Equal(1, rig.Store.Runbooks.Count);
    }

    [Theory]
    [InlineData("P0 checkout Checkout is down", "Checkout is down")]
    [InlineData("P0 checkout is down", "checkout is down")]
    public async Task An_id_that_is_also_a_word_stays_in_the_title_once(string typed, string title)
    {
        rig.Room.Files.Texts["checkout.md"] = SomeRunbook.Text.Replace("id: redis-recovery", "id: checkout", StringComparison.Ordinal);

        await rig.TypeAsync(Some.Olga, $"/incident open {typed}");

        Assert.Equal((title, "checkout"), (rig.Room.Incident.Title, rig.Room.Incident.Runbook!.Id));
    }

    [Fact]
    public async Task Steps_above_the_first_heading_are_listed_as_such()
    {
        rig.Room.Files.Texts["short.md"] = "```bash\nredis-cli ping\n```\n";
        await rig.TypeAsync(Some.Olga, "/incident open P0 short");

        var all = await rig.TypeAsync(Some.Olga, "/runbook status");

        Assert.Contains("\nbefore the first heading\n", all, StringComparison.Ordinal);
        Assert.DoesNotContain("unstated", await rig.TypeAsync(Some.Olga, "/runbook show short") + all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("P0 the coffee is cold")]
    [InlineData("P0 memory of an elephant")]
    [InlineData("P0 OOM again on web")]
    public async Task Without_a_good_reason_no_runbook_is_chosen(string typed)
    {
        await rig.TypeAsync(Some.Ada, $"/incident open {typed}");

        Assert.Null(rig.Room.Incident.Runbook);
    }
}
