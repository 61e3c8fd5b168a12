using System.Text;

namespace IncidentBot.Hosts.Processes;

/// <summary>The head and the tail of a stream of any length. A log that never ends must not fill our memory.</summary>
internal sealed class CappedText(int maxCharacters)
{
    private const int Looked = 4000;

    private readonly Lock gate = new();
    private readonly StringBuilder head = new();
    private readonly StringBuilder tail = new();
    private readonly int half = maxCharacters / 2;
    private long leftOutLines;
    private long leftOut;

    public void Add(ReadOnlySpan<char> text)
    {
        lock (gate)
        {
            var first = Math.Min(text.Length, half - head.Length);
            head.Append(text[..first]);
            tail.Append(text[first..]);

            // Twice as much before it is cut, so that not every character moves all the others.
            if (tail.Length > 2 * half)
            {
                Forget(tail.Length - half);
            }
        }
    }

    /// <summary>The last line so far that says anything.</summary>
    public string? LastLine
    {
        get
        {
            lock (gate)
            {
                var all = Text();
                return TerminalText.Lines(all.Length > Looked ? FromTheNextLine(all[^Looked..]) : all) is [.., var last] ? last : null;
            }
        }
    }

    public override string ToString()
    {
        lock (gate)
        {
            return Text();
        }
    }

    private string Text()
    {
        if (tail.Length > half)
        {
            Forget(tail.Length - half);
        }

        return leftOut == 0
            ? $"{head}{tail}"
            : FormattableString.Invariant(
                $"{head}…\n… {leftOutLines:N0} lines, {leftOut:N0} characters left out …\n{FromTheNextLine(tail.ToString())}");
    }

    /// <summary>Without the rest of a line that began before: half a secret no longer looks like one.</summary>
    private static string FromTheNextLine(string text) => text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? text[(end + 1)..] : "…";

    private void Forget(int characters)
    {
        for (var i = 0; i < characters; i++)
        {
            leftOutLines += tail[i] == '\n' ? 1 : 0;
        }

        leftOut += characters;
        tail.Remove(0, characters);
    }
}
