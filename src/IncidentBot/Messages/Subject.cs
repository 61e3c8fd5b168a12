using System.Globalization;

namespace IncidentBot.Messages;

/// <summary>The incident or run that an answer is about, by its number.</summary>
public sealed record Subject(SubjectKind Kind, int Number)
{
    public static Subject Incident(int number) => new(SubjectKind.Incident, number);

    public static Subject Run(int number) => new(SubjectKind.Run, number);

    /// <summary>Reads <c>INC-7</c>, <c>inc-7</c> and <c>R-12</c>.</summary>
    /// <returns>Null when it is neither.</returns>
    public static Subject? Read(string text) => text.Split('-') switch
    {
        [var prefix, var digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => prefix.ToUpperInvariant() switch
        {
            "INC" => Incident(number),
            "R" => Run(number),
            _ => null,
        },
        _ => null,
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Kind is SubjectKind.Incident ? "INC" : "R")}-{Number}");
}

public enum SubjectKind
{
    Incident,
    Run,
}
