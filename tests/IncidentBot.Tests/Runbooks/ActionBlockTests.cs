using IncidentBot.Actions;
using IncidentBot.Runbooks;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Runbooks;

/// <summary>Blocks in the language <c>action</c>: one call per line, as it is typed without the slash.</summary>
public sealed class ActionBlockTests
{
    private static readonly RunbookReader Reader =
        new(
            new ActionCatalogue([new FakeRead("redis.ping"), new FakeSweep("redis.clear-cache", Risk.Destructive), new FakeSweep("redis.trim", Risk.Change)]),
            new TargetCatalogue([]));

    [Fact]
    public void Each_line_is_a_step_with_its_number_section_and_risk()
    {
        var steps = Reader.Read("a.md", "# T\n\n## Diagnosis\n\n```action\n# first of all\nredis.ping   # does it answer\n\n"
            + "redis.clear-cache rl:* slow on sessions\n```\n\n## Fix\n\n1. Tell somebody.\n").Steps;

        Assert.Equal([1, 2, 3], steps.Select(step => step.Number));
        Assert.Equal(
            [
                (7, StepClass.Native, "/redis ping", "does it answer", Risk.Observe),
                (9, StepClass.Native, "/redis clear-cache rl:* slow on sessions", "Removes keys by pattern.", Risk.Destructive),
                (14, StepClass.Manual, "done by a person, who marks it done", "It is a sentence for a person and names no command.", (Risk?)null),
            ],
            steps.Select(step => (step.Line, step.Class, step.Becomes, step.Why, step.Risk)));
        Assert.Equal([RunbookStage.Assessment, RunbookStage.Assessment, RunbookStage.Mitigation], steps.Select(step => step.Stage));
        Assert.Equal(["rl:*", "slow", "on", "sessions"], steps[1].Words);
    }

    [Theory]
    [InlineData("redis.clear-cache <pattern>", "<pattern>")]
    [InlineData("redis.clear-cache <key pattern> slow", "<key pattern>")]
    [InlineData("redis.clear-cache INSERT_PATTERN", "INSERT_PATTERN")]
    [InlineData("redis.clear-cache $PATTERN", "$PATTERN")]
    [InlineData("redis.clear-cache pattern=rl:*", "")]
    public void What_has_to_be_given_is_known(string line, string missing)
    {
        var runbook = Block(line);

        Assert.Empty(runbook.Faults);
        Assert.Equal(missing, string.Join(',', Assert.Single(runbook.Steps).Missing));
    }

    [Theory]
    [InlineData("redis.clear-cache <pattern> on sessions", "rl:*", "rl:* on sessions")]
    [InlineData("redis.clear-cache <pattern> on sessions", "rl:* on primary", "rl:* on primary")]
    [InlineData("redis.clear-cache <pattern>", "rl:* slow", "rl:* slow")]
    [InlineData("redis.clear-cache rl:*", "on primary", "rl:* on primary")]
    [InlineData("redis.clear-cache <pattern>", "", "<pattern>")]
    public void What_is_given_takes_the_place_of_what_was_missing(string line, string given, string filled) =>
        Assert.Equal(filled, string.Join(' ', Block(line).Steps[0].Filled(given.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    [Theory]
    [InlineData("redis.pnig", "a.md:6: There is no action redis.pnig. Did you mean redis.ping?")]
    [InlineData("/redis ping", "a.md:6: There is no action /redis. Did you mean redis.ping?")]
    [InlineData("frobnicate", "a.md:6: There is no action frobnicate. Write the id of an action as /help lists them, with a dot: redis.ping.")]
    [InlineData("redis.clear-cache", "a.md:6: pattern is missing: which keys. Type /redis clear-cache <pattern> [speed] [on <target>]. "
        + "For example: /redis clear-cache rl:* A value that is not known yet is written <pattern>.")]
    [InlineData("redis.clear-cache rl:* warp", "a.md:6: speed cannot be 'warp'. Choose one of: slow, fast.")]
    [InlineData("redis.clear-cache *", "a.md:6: pattern '*': would take everything.")]
    [InlineData("redis.ping now", "a.md:6: 'now' is one argument too many.")]
    public void What_cannot_be_called_is_unknown_and_a_fault(string line, string fault)
    {
        var runbook = Block(line);

        Assert.StartsWith(fault, Assert.Single(runbook.Faults).ToString(), StringComparison.Ordinal);
        Assert.Equal((StepClass.Unknown, false), (runbook.Steps[0].Class, runbook.Steps[0].CanRun));
    }

    [Fact]
    public void Commands_of_the_shell_stay_what_they_were_and_can_be_run_where_an_action_does_the_same()
    {
        var step = Assert.Single(Reader.Read("a.md", "# T\n\n## Fix\n\n```bash\nredis-cli KEYS 'rl:*' | xargs redis-cli DEL\n```\n").Steps);

        Assert.Equal((StepClass.Guarded, "rl:*", true, Risk.Destructive), (step.Class, Assert.Single(step.Words), step.CanRun, step.Risk));
    }

    private static Runbook Block(string line) => Reader.Read("a.md", $"# T\n\n## Fix\n\n```action\n{line}\n```\n");
}
