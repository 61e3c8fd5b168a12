using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>A program and its arguments.</summary>
/// <param name="Program">Without its folder.</param>
/// <param name="Command">As it stood in the shell text, with redirections.</param>
/// <param name="Input">Null where nothing feeds it.</param>
internal sealed record Invocation(string Program, IReadOnlyList<ShellWord> Arguments, ShellCommand Command, StandardInput? Input)
{
    /// <summary>The arguments that are not options, taking the values of <paramref name="valued"/> options for options.</summary>
    public IReadOnlyList<string> Operands(params ReadOnlySpan<string> valued) => Split(valued).Operands;

    /// <summary>The place of the first argument that is neither an option nor an option's value; the count where there is none.</summary>
    public int FirstOperand(params ReadOnlySpan<string> valued) => Split(valued).First;

    public bool Has(params ReadOnlySpan<string> options)
    {
        foreach (var argument in Arguments)
        {
            foreach (var option in options)
            {
                if (argument.Value == option
                    || argument.Value.StartsWith(option + "=", StringComparison.Ordinal) && option.StartsWith("--", StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public override string ToString() => string.Join(' ', [Program, .. Arguments.Select(argument => argument.Value)]);

    private (IReadOnlyList<string> Operands, int First) Split(ReadOnlySpan<string> valued)
    {
        var operands = new List<string>();
        var first = Arguments.Count;
        for (var i = 0; i < Arguments.Count; i++)
        {
            var value = Arguments[i].Value;
            if (value == "--")
            {
                continue;
            }

            if (value.StartsWith('-') && value.Length > 1)
            {
                i += valued.Contains(value) ? 1 : 0;
                continue;
            }

            first = Math.Min(first, i);
            operands.Add(value);
        }

        return (operands, first);
    }
}
