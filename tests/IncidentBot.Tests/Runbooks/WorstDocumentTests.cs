using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

/// <summary>
/// A hundred kilobytes of one thing over and over. Nothing of it makes the reader fail; a reader that looked at the whole again from each
/// place in it would be felt here, and one that goes down with each would overflow its stack.
/// </summary>
public sealed class WorstDocumentTests
{
    private const int Length = 128 * 1024;

    [Theory]
    [InlineData("```bash\n", "a\n", "```")]
    [InlineData("```bash\n", "a; ", "\n```")]
    [InlineData("```bash\n", "a | ", "\n```")]
    [InlineData("```bash\n", "# a\n", "```")]
    [InlineData("```bash\n", "a \\\n", "```")]
    [InlineData("```bash\n", "$(", "\n```")]
    [InlineData("```bash\n", "echo \"$(", "\n```")]
    [InlineData("```bash\n", "${", "\n```")]
    [InlineData("```bash\n", "`", "\n```")]
    [InlineData("```bash\n", "'a\"", "\n```")]
    [InlineData("```bash\n", "( ", "\n```")]
    [InlineData("```bash\n", "while a; do ", "\n```")]
    [InlineData("```bash\n", "f() {\n", "```")]
    [InlineData("```bash\n", "cat <<E\n", "```")]
    [InlineData("```bash\n", "sudo ", "redis-cli flushall\n```")]
    [InlineData("```bash\nrq requeue ", "a ", "\n```")]
    [InlineData("```bash\nsystemctl restart ", "a ", "\n```")]
    [InlineData("```bash\ncurl ", "http://a.example/b ", "\n```")]
    [InlineData("```bash\ncurl ", "a.example --next ", "\n```")]
    [InlineData("```console\n", "$ a\n", "```")]
    [InlineData("```lua\n", "redis.call('get',  ", "\n```")]
    [InlineData("```redis\n", "get \"\n", "```")]
    [InlineData("```sql\n", "select 1;\n", "```")]
    [InlineData("```sql\n", "select\n", "```")]
    [InlineData("", "flush ", "")]
    [InlineData("", "- Run it.\n", "")]
    [InlineData("", "`redis-cli get a` ", "")]
    [InlineData("", "`redis-cli get a`\nredis-cli get b\n", "")]
    [InlineData("<code>", "a*b*", "")]
    [InlineData("", "*", "")]
    [InlineData("", "[", "")]
    [InlineData("", "[a](", "")]
    [InlineData("", "**a ", "")]
    [InlineData("", "> ", "x")]
    [InlineData("", "- ", "x")]
    [InlineData("", "1. ", "x")]
    [InlineData("", "kubectl ", "")]
    [InlineData("", "(sudo kubectl get a), ", "")]
    [InlineData("", "then `a` and redis-cli get b ", "")]
    [InlineData("", "{{< highlight bash >}}\n", "")]
    [InlineData("", "!!! note\n", "")]
    [InlineData("", "[//]: # (redis-cli get a)\n", "")]
    [InlineData("---\n", "[", "\n---\n")]
    public void It_is_read_to_the_end(string before, string part, string after)
    {
        var text = before + string.Concat(Enumerable.Repeat(part, Length / part.Length)) + after + "\n";
        Assert.All(RunbookRig.Check(text).Steps, step => Assert.NotEmpty(step.Why));
    }

    [Theory]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("**a ")]
    public void Where_the_parser_gives_up_the_commands_are_found_all_the_same(string part)
    {
        var report = RunbookRig.Check($"# T\n\n{string.Concat(Enumerable.Repeat(part, 20_000))}x\n\nRun this:\n\n```\nredis-cli FLUSHALL\n```\n");
        Assert.Contains(report.Steps, step => (step.Class, step.Source) == (StepClass.Refused, "redis-cli FLUSHALL"));
        Assert.NotEmpty(report.Faults);
    }
}
