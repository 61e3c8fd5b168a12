namespace IncidentBot.Runbooks.Shell;

/// <summary>A here-document that has been announced and whose lines follow.</summary>
/// <param name="Delimiter">The line that ends it.</param>
/// <param name="Indented">Written <c>&lt;&lt;-</c>.</param>
internal sealed record ShellHereDocument(string Delimiter, bool Indented)
{
    public ShellToken ReadBody(string text, int start)
    {
        for (var line = start; line < text.Length;)
        {
            var end = ShellText.LineEnd(text, line);

            // Spaces before the delimiter are forgiven: blocks inside lists are often indented.
            if (text.AsSpan(line, end - line).Trim().SequenceEqual(Delimiter))
            {
                return new ShellToken(ShellTokenKind.HereDocument, start, end - start, text[start..line]);
            }

            line = end + 1;
        }

        return new ShellToken(ShellTokenKind.HereDocument, start, text.Length - start, text[start..])
        {
            Fault = $"the here-document never ends: no line says {Delimiter}",
        };
    }
}
