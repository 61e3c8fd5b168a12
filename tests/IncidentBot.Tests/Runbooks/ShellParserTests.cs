using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Tests.Runbooks;

public sealed class ShellParserTests
{
    [Fact]
    public void Quotes_may_span_lines()
    {
        var command = Command("redis-cli EVAL \"\n  local k = 'a'\n  return #k\n\" 0 \"bull:*\"");
        Assert.Equal(["redis-cli", "EVAL", "\n  local k = 'a'\n  return #k\n", "0", "bull:*"], Words(command));
    }

    [Fact]
    public void Placeholders_are_words_and_not_redirections() =>
        Assert.Equal(["redis-cli", "CLIENT", "KILL", "ADDR", "<ip:port>"], Words(Command("redis-cli CLIENT KILL ADDR <ip:port>")));

    [Fact]
    public void A_placeholder_may_stand_inside_a_word() =>
        Assert.Equal(
            ["curl", "https://x/failed?since=<start_time>", "-H", "A: $B"],
            Words(Command("curl https://x/failed?since=<start_time> \\\n  -H \"A: $B\"")));

    [Fact]
    public void Redirections_are_not_words()
    {
        var command = Command("cat <in.txt 2>/dev/null >out.txt");
        Assert.Equal(["cat"], Words(command));
        Assert.Equal(["in.txt", "/dev/null", "out.txt"], command.Redirects.Select(redirect => redirect.Target));
    }

    [Fact]
    public void Here_documents_and_here_strings_are_kept()
    {
        Assert.Equal("PING\nINFO\n", Command("redis-cli <<'EOF'\nPING\nINFO\nEOF").Redirects[0].Body);
        Assert.Equal("PING", Command("redis-cli <<< PING").Redirects[0].Body);
    }

    [Fact]
    public void A_here_document_without_an_end_is_a_fault() =>
        Assert.Contains("EOF", Assert.Single(ShellParser.Parse("redis-cli <<EOF\nPING").Pipelines).Fault);

    [Fact]
    public void Substitutions_are_noted_and_not_evaluated()
    {
        var word = Command("redis-cli DEL $(redis-cli KEYS 'a*') `date`").Words;
        Assert.Equal("redis-cli KEYS 'a*'", Assert.Single(word[2].Substitutions));
        Assert.Equal("date", Assert.Single(word[3].Substitutions));
    }

    [Fact]
    public void Separators_make_commands_of_their_own() =>
        Assert.Equal(["a", "b x", "c", "d", "e | f"], ShellParser.Parse("a && b x || c; d & e | f").Pipelines.Select(pipeline => pipeline.Text));

    [Fact]
    public void Loops_and_conditions_are_notes_on_what_is_inside()
    {
        var pipelines = ShellParser.Parse("for q in a b; do\n  redis-cli LLEN $q\ndone\nif true; then date; fi\npwd").Pipelines;
        Assert.Equal(["redis-cli LLEN $q", "true", "date", "pwd"], pipelines.Select(pipeline => pipeline.Text));
        Assert.Equal("in a loop over q in a b", Assert.Single(pipelines[0].Context));
        Assert.Empty(pipelines[3].Context);
    }

    [Fact]
    public void A_function_is_a_note_too() =>
        Assert.Equal("in the function check", Assert.Single(Assert.Single(ShellParser.Parse("check() {\n  redis-cli ping\n}").Pipelines).Context));

    [Fact]
    public void Assignments_before_a_command_are_not_its_name()
    {
        var command = Command("REDISCLI_AUTH=x redis-cli ping");
        Assert.Equal(["redis-cli", "ping"], Words(command));
        Assert.Single(command.Assignments);
    }

    private static ShellCommand Command(string text) => Assert.Single(Assert.Single(ShellParser.Parse(text).Pipelines).Commands);

    private static IEnumerable<string> Words(ShellCommand command) => command.Words.Select(word => word.Value);
}
