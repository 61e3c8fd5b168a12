using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Tests.Runbooks;

public sealed class ShellLexerTests
{
    private static readonly string[] Pieces =
    [
        "redis-cli", " ", "\n", "'", "\"", "$(", ")", "`", "\\", "|", "||", "&&", ";", "<<EOF", "EOF", "<<<", "<id>", "<", ">",
        "2>&1", "#", "${X", "}", "for x in", "do", "done", "if", "fi", "case", "esac", "{", "(", "\t", "é", "a=b", "function",
        "f()", "$'", "\r", "-x",
    ];

    [Fact]
    public void Tokens_put_together_are_the_text() => Hold(Texts(), text =>
        string.Concat(ShellLexer.Read(text).Select(token => text.Substring(token.Start, token.Length))) == text
            && ShellLexer.Read(text).All(token => token.Length > 0));

    [Fact]
    public void Every_token_is_in_one_pipeline_a_comment_or_the_structure() => Hold(Texts(), text =>
    {
        var script = ShellParser.Parse(text);
        foreach (var token in ShellLexer.Read(text).Where(token => token.Kind is not (ShellTokenKind.Space or ShellTokenKind.Newline)))
        {
            var places = script.Pipelines.Count(pipeline => token.Start >= pipeline.Start && token.End <= pipeline.End)
                + script.Structure.Count(other => other.Start == token.Start);
            Assert.True(
                token.Kind == ShellTokenKind.Comment ? script.Comments.Contains(token) || places == 1 : places == 1,
                $"'{token.Value}' is in {places} places of: {text}");
        }

        return true;
    });

    [Fact]
    public void Each_line_with_a_command_is_accounted_for_exactly_once() => Hold(
        Gen.Elements(
            "redis-cli ping", "frob --now", "kubectl get pods | grep redis", "echo 'it''s'", "X=1 make thing",
            "curl -s http://x/y > /dev/null", "ps aux | wc -l", "redis-cli \\\n  -h x \\\n  INFO",
            "redis-cli EVAL \"return\n1\" 0", "redis-cli <<EOF\nPING\nEOF").ListOf().Select(lines => string.Join('\n', lines)),
        text =>
        {
            var lines = text.Split('\n').Length;
            var covered = ShellParser.Parse(text).Pipelines
                .SelectMany(pipeline => Enumerable.Range(text[..pipeline.Start].Count(c => c == '\n'), pipeline.Text.Count(c => c == '\n') + 1))
                .ToList();
            return text.Length == 0 || (covered.Count == lines && covered.Distinct().Count() == lines);
        });

    [Fact]
    public void Classification_is_total() => Hold(Texts(), text =>
        RunbookRig.Shell(text).All(step => step.Becomes.Length > 0 && step.Why.Length > 0 && step.Source.Length > 0));

    [Fact]
    public void Whatever_the_file_holds_it_is_read() => Hold(
        Gen.Elements(
            "# T\n", "## Fix\n", "```bash\n", "```\n", "- Restart it\n", "1. `redis-cli ping`\n", "| a | b |\n|---|---|\n",
            "| `redis-cli info` | x |\n", "    indented code\n", "> quote\n", "---\n", "**Diagnosis:**\n", "\n",
            "<pre>x</pre>\n", "redis-cli FLUSHALL\n").ListOf().Select(parts => string.Concat(parts)),
        text => RunbookRig.Check(text) is var report
            && report.Steps.All(step => step.Line >= 1 && step.EndLine >= step.Line && step.EndLine <= text.Count(c => c == '\n') + 1));

    [Fact]
    public void A_quote_that_never_closes_costs_its_line_only()
    {
        var script = ShellParser.Parse("echo \"open\nredis-cli ping");
        Assert.Equal(2, script.Pipelines.Count);
        Assert.NotNull(script.Pipelines[0].Fault);
        Assert.Null(script.Pipelines[1].Fault);
    }

    [Fact]
    public void A_hundred_thousand_open_substitutions_take_no_longer_than_reading_them() =>
        Assert.NotEmpty(ShellLexer.Read(string.Concat(Enumerable.Repeat("$(", 100_000))));

    private static Gen<string> Texts() => Gen.Elements(Pieces).ListOf().Resize(60).Select(parts => string.Concat(parts));

    private static void Hold(Gen<string> texts, Func<string, bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(texts.ToArbitrary(), holds));
}
