namespace IncidentBot.Cli;

public sealed class TerminalWriterTests
{
    [Fact]
    public void Whichever_way_it_is_written_nothing_steers_the_terminal()
    {
        var written = new StringWriter();
        var terminal = new TerminalWriter(written);
        const string text = "a\u001b[2J\tb\u009b1A\rc";

        terminal.Write(text);
        terminal.WriteLine(text);
        terminal.Write(text.ToCharArray());
        terminal.Write(text.AsSpan());
        terminal.WriteLine("{0}", text);
        terminal.Write('\u001b');
        terminal.WriteLine((object)text);

        Assert.Equal(6, written.ToString().Split(@"a\u001B[2J b\u009B1A\u000Dc").Length - 1);
        Assert.DoesNotContain(written.ToString().ReplaceLineEndings("\n"), letter => char.IsControl(letter) && letter != '\n');
    }

    [Fact]
    public void Lines_stay_lines()
    {
        var written = new StringWriter { NewLine = "\n" };
        var terminal = new TerminalWriter(written);

        terminal.WriteLine("one\r\ntwo ❤️");
        terminal.WriteLine();
        terminal.WriteLine("three");

        Assert.Equal("one\ntwo ❤️\n\nthree\n", written.ToString());
    }
}
