using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Runbooks;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Runbooks;

/// <summary>What the front matter says, and what is said about it where it is wrong: file, line, what to write.</summary>
public sealed class FrontMatterTests
{
    private const string Body = "\n# Redis down\n\n## Memory exhaustion\n\n```action\nredis.ping\n```\n\n## 2.2 Connection problems\n";

    [Fact]
    public void All_of_it_is_read()
    {
        var runbook = Read("""
            id: redis-recovery
            title: Redis recovery
            system: redis
            severities:
              P1: { means: Redis is slow, respond: 15 min }
              P0: { means: Redis is down, respond: immediately }
              P2: Partly stale
            services:
              Publishing: delayed {duration}
              "Rate limits": not enforced
            symptoms:
              "OOM command not allowed": Memory exhaustion
              REFUSED: connection problems
            checks:
              - redis.ping
              - redis.ping on sessions
            """);

        Assert.Empty(runbook.Faults);
        Assert.Equal(("redis-recovery", "Redis recovery", "redis"), (runbook.Id, runbook.Title, runbook.System));
        Assert.Equal(
            [
                new(Severity.P0, "Redis is down", TimeSpan.Zero),
                new(Severity.P1, "Redis is slow", TimeSpan.FromMinutes(15)),
                new SeverityLevel(Severity.P2, "Partly stale", null),
            ],
            runbook.Severities);
        Assert.Equal([new("Publishing", "delayed {duration}"), new AffectedService("Rate limits", "not enforced")], runbook.Services);
        Assert.Equal(
            [("OOM command not allowed", "Memory exhaustion", 13), ("REFUSED", "2.2 Connection problems", 14)],
            runbook.Symptoms.Select(symptom => (symptom.Text, symptom.Section!.Heading, symptom.Line)));
        Assert.Equal(["redis.ping", "redis.ping on sessions"], runbook.Checks);
    }

    [Fact]
    public void All_of_it_may_be_missing()
    {
        var runbook = Reader.Read(
            "ops/Redis_Recovery (old).md",
            "# Redis down\n\n## Symptoms\n\n- Jobs are not processed\n\n### Memory\n\n**Symptoms:**\n- `OOM command not allowed`\n");

        Assert.Equal(("redis-recovery-old", "Redis down"), (runbook.Id, runbook.Title));
        Assert.Equal(
            [("Jobs are not processed", null), ("OOM command not allowed", "Memory")],
            runbook.Symptoms.Select(symptom => (symptom.Text, symptom.Section?.Heading)));
        Assert.Empty(runbook.Faults);
    }

    [Theory]
    [InlineData("sevrities: {}", "a.md:2: There is no key 'sevrities'. Did you mean severities?")]
    [InlineData(
        "title: x\nid: Redis Recovery",
        "a.md:3: 'Redis Recovery' cannot be an id. Use lower case letters, digits and hyphens, such as redis-recovery.")]
    [InlineData("title: [a, b]", "a.md:2: title takes one line of text. Write title: Redis recovery.")]
    [InlineData("severities:\n  P3: no", "a.md:3: There is no severity 'P3'. Severities: P0, P1, P2.")]
    [InlineData("severities:\n  P0: { means: down, respond: soon }", "a.md:3: 'soon' is not a length of time. Write immediately, 15 min or 1 h.")]
    [InlineData("severities:\n  P0: { meaning: down }", "a.md:3: A severity has no 'meaning'. It has means and respond.")]
    [InlineData("severities: P0", "a.md:2: severities takes one entry per line.")]
    [InlineData("services:\n  Publishing: [delayed]", "a.md:3: Publishing takes what people notice while it is affected. Write Publishing: delayed.")]
    [InlineData("symptoms:\n  OOM: Memory exhaustoin", "a.md:3: There is no section 'Memory exhaustoin'. Did you mean Memory exhaustion?")]
    [InlineData("symptoms:\n  OOM: Elsewhere", "a.md:3: There is no section 'Elsewhere'. Sections: Memory exhaustion, 2.2 Connection problems.")]
    [InlineData("checks: redis.ping", "a.md:2: checks takes a list.")]
    [InlineData("checks:\n  - redis.pnig", "a.md:3: There is no action redis.pnig. Did you mean redis.ping?")]
    [InlineData("checks:\n  - /redis ping", "a.md:3: There is no action /redis. Did you mean redis.ping?")]
    [InlineData("checks:\n  - redis.ping now", "a.md:3: 'now' is one argument too many. Type /redis ping")]
    [InlineData("checks:\n  - redis.clear-cache rl:*", "a.md:3: redis.clear-cache changes its target; a check only reads.")]
    [InlineData("id: a\nid: b", "a.md:3: The front matter is not YAML: Duplicate key")]
    [InlineData("title: it's: wrong", "a.md:2: The front matter is not YAML:")]
    [InlineData("- id", "a.md:2: The front matter is not a list of keys. Write key: value")]
    public void What_is_wrong_is_named_with_file_line_and_fix(string yaml, string fault)
    {
        var runbook = Read(yaml);

        Assert.StartsWith(fault, Assert.Single(runbook.Faults).ToString(), StringComparison.Ordinal);
        Assert.Equal("/redis ping", Assert.Single(runbook.Steps).Becomes);
    }

    [Fact]
    public void Several_faults_are_all_named_in_the_order_of_the_file()
    {
        Assert.Equal([4, 5, 12], Reader.Read("a.md", "---\nowner: me\nchecks:\n  - redis.pnig\n  - redis.clear-cache <pattern>\n---\n"
            + "# T\n\n## Diagnosis\n\n```action\nredis.memroy\n```\n").Faults.Select(fault => fault.Line));
    }

    [Theory]
    [InlineData("---\nid: x\n")]
    [InlineData("")]
    [InlineData("---\n---\n")]
    [InlineData("---\n# only a comment\n---\n")]
    [InlineData("text\n---\nid: x\n---\n")]
    public void What_is_no_front_matter_is_none(string text) => Assert.Equal(("a", 0), (Reader.Read("a.md", text).Id, Reader.Read("a.md", text).Faults.Count));

    [Theory]
    [InlineData("title: Slow\ndate: 2026-01-05\ntags: [a, b]\nowner: me\nlayout: post")]
    [InlineData("id: docs/Redis Slow\nsidebar_position: 4\ntitle: [a, b]")]
    [InlineData("title: Redis: what to do\ntags: [redis]")]
    [InlineData("services: [checkout]\nalert: RedisDown\nseverity: critical")]
    public void Front_matter_of_a_site_is_not_wrong(string yaml) => Assert.Empty(Read(yaml).Faults);

    [Fact]
    public void Keys_of_others_beside_ours_are_left_alone() => Assert.Equal(["redis.ping"], Read("owner: me\nchecks:\n  - redis.ping").Checks);

    private static RunbookReader Reader { get; } =
        new(
            new ActionCatalogue([new FakeRead("redis.ping"), new FakeRead("redis.memory"), new FakeSweep("redis.clear-cache", Risk.Destructive)]),
            new TargetCatalogue([]));

    private static Runbook Read(string yaml) => Reader.Read("a.md", $"---\n{yaml}\n---\n{Body}");
}
