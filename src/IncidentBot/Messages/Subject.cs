using System.Globalization;

namespace IncidentBot.Messages;

/// <summary>The incident or run that an answer is about, by its number.</summary>
public sealed record Subject(SubjectKind Kind, int Number)
{
    public static Subject Incident(int number) => new(SubjectKind.Incident, number);

    public static Subject Run(int number) => new(SubjectKind.Run, number);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Kind is SubjectKind.Incident ? "INC" : "R")}-{Number}");
}

public enum SubjectKind
{
    Incident,
    Run,
}
