using System.Text;
using IncidentBot.Words;

namespace IncidentBot.Cli;

/// <summary>
/// All that is printed passes here: titles of files, what a server answers and what an exception says come from elsewhere, and none of it moves the
/// cursor, clears the screen or hides a link.
/// </summary>
internal sealed class TerminalWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        var lines = (value ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\t', ' ');
        inner.Write(Invisible.Shown(lines).Replace("\n", inner.NewLine, StringComparison.Ordinal));
    }

    public override void Flush() => inner.Flush();
}
