using IncidentBot.Execution.Secrets;
using IncidentBot.Words;

namespace IncidentBot.Execution;

/// <summary>
/// Takes secrets out of text before it is broken into lines, stored, shown or logged: those the configuration holds, by value, those that are
/// named, and those that look like one. What a secret is, is said in <c>Secrets</c>, and nowhere else. It takes time that grows with the text and
/// with nothing else.
/// </summary>
public sealed class Redactor
{
    public const string Mask = "[redacted]";

    /// <summary>Of a line of which people are shown the beginning. What is left out is not looked at.</summary>
    private const int LongestLine = 2000;

    private readonly KnownSecrets known;

    /// <param name="secrets">Values known to be secret. Short ones are left out.</param>
    public Redactor(IEnumerable<string> secrets) => known = new KnownSecrets(secrets);

    /// <summary>A character that nobody sees hides no secret: where it does, it is left out as well.</summary>
    /// <returns>The very same text where there is no secret in it.</returns>
    public string Clean(string text)
    {
        var seen = Invisible.Stripped(text);
        var masked = Masked(seen);
        return masked != seen ? masked
            : ReferenceEquals(seen, text) || Masked(text) is var asItIs && asItIs == text ? text
            : asItIs;
    }

    private string Masked(string text) =>
        NamedSecrets.Mask(PairedSecrets.Mask(TypedSecrets.Mask(TokenShapes.Mask(PrivateKeys.Mask(known.Mask(text))))));

    /// <summary>Lines that belong together: a secret may go on from one to the next.</summary>
    public IReadOnlyList<string> Clean(IEnumerable<string> lines) =>
        lines.ToArray() is { Length: > 0 } all ? Clean(string.Join('\n', all)).Split('\n') : [];

    /// <summary>The same, and then as a phone shows them: what is broken before it is masked is no longer known for a secret.</summary>
    public IReadOnlyList<string> CleanToFit(IEnumerable<string> lines) =>
        [.. Clean(lines.Select(line => line.Length > LongestLine ? $"{line.AsSpan(0, LongestLine)} …" : line)).SelectMany(PhoneLines.Fit)];
}
