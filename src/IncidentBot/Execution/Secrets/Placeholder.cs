using System.Buffers;

namespace IncidentBot.Execution.Secrets;

/// <summary>What stands where a secret would, and is none.</summary>
internal static class Placeholder
{
    private static readonly SearchValues<char> Variable = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    private static readonly SearchValues<char> Marks = SearchValues.Create("{}()[]<>,;:'\"`");

    private static readonly string[] Nothing =
        ["null", "none", "nil", "true", "false", "undefined", "unset", "empty", "yes", "no", "(nil)", "(none)", "n/a", "xxx"];

    public static bool Is(ReadOnlySpan<char> value) => IsNothing(value) || IsReference(value);

    /// <summary>A variable, a place to be filled, a pattern of keys, or what has been masked.</summary>
    public static bool IsReference(ReadOnlySpan<char> value) => value switch
    {
        [] => true,
        ['*', ..] => value.TrimEnd("),;'\"`").Trim('*').IsEmpty,
        ['$', '{' or '(', ..] => true,
        ['$', .. var name] => !name.TrimEnd(")'\";,").ContainsAnyExcept(Variable),
        ['<', .., '>'] or ['{', '{', ..] or ['%', 's' or '{', ..] => true,
        ['…', ..] or "(redacted)" or "(redacted)," => true,
        _ => value.StartsWith(Redactor.Mask),
    };

    /// <summary>All of it is to be filled in.</summary>
    public static bool IsTemplate(ReadOnlySpan<char> value) => value.Trim() is ['{', '{', .., '}', '}'] or ['$', '{', .., '}'] or ['$', '(', .., ')'];

    /// <summary><c>null</c>, or brackets around nothing.</summary>
    public static bool IsNothing(ReadOnlySpan<char> value)
    {
        var bare = value.Trim().TrimEnd(",;)}]");
        foreach (var word in Nothing)
        {
            if (bare.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return !bare.ContainsAnyExcept(Marks);
    }
}
