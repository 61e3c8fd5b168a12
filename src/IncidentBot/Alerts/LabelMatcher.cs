using System.Text.RegularExpressions;

namespace IncidentBot.Alerts;

/// <summary>
/// A condition on a label, in the notation of an Alertmanager (https://prometheus.io/docs/alerting/latest/configuration/#matcher):
/// <c>severity=critical</c>, <c>job!=test</c>, <c>instance=~"redis-.*"</c>, <c>team!~"a|b"</c>. A label that is not there is empty.
/// </summary>
public sealed record LabelMatcher
{
    public const string Notation = "label=value, label!=value, label=~pattern or label!~pattern";

    private static readonly string[] Operators = ["=~", "!~", "!=", "="];

    private readonly Regex? pattern;

    private LabelMatcher(string label, string sign, string value)
    {
        (Label, Sign, Value) = (label, sign, value);

        pattern = sign is "=~" or "!~" ? Whole(value) : null;
    }

    public string Label { get; }

    public string Sign { get; }

    public string Value { get; }

    /// <returns>Null where the text is no matcher; the fault says why.</returns>
    public static LabelMatcher? Read(string text, out string? fault)
    {
        fault = null;
        var trimmed = text.Trim();
        var at = trimmed.IndexOfAny(['=', '!']);
        var label = at > 0 ? trimmed[..at].TrimEnd() : "";
        var sign = at > 0 ? Operators.FirstOrDefault(each => trimmed.AsSpan(at).StartsWith(each, StringComparison.Ordinal)) : null;
        if (sign is null || label.Length == 0 || !label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-'))
        {
            fault = $"'{text}' is no matcher: write {Notation}";
            return null;
        }

        var value = trimmed[(at + sign.Length)..].Trim();
        value = value is ['"', .. var inner, '"'] ? inner : value;
        try
        {
            return new LabelMatcher(label, sign, value);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            fault = $"'{value}' is no pattern that can be matched: {e.Message.TrimEnd('.')}";
            return null;
        }
    }

    public bool Fits(IReadOnlyDictionary<string, string> labels)
    {
        var there = labels.GetValueOrDefault(Label) ?? "";
        return Sign switch
        {
            "=" => there == Value,
            "!=" => there != Value,
            "=~" => pattern!.IsMatch(there),
            _ => !pattern!.IsMatch(there),
        };
    }

    /// <summary>Of whole values, as there; and in linear time, because whoever writes a pattern does not know what comes.</summary>
    private static Regex Whole(string pattern)
    {
        const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

        // By itself first: "a)|(b" is a pattern only once it is put in brackets.
        _ = new Regex(pattern, Linear);
        return new Regex($@"\A(?:{pattern})\z", Linear);
    }

    public override string ToString() => $"{Label}{Sign}{Value}";

    public bool Equals(LabelMatcher? other) => other is not null && (Label, Sign, Value) == (other.Label, other.Sign, other.Value);

    public override int GetHashCode() => HashCode.Combine(Label, Sign, Value);
}
