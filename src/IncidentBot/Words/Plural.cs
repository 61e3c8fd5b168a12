namespace IncidentBot.Words;

/// <summary>One job, two jobs.</summary>
public static class Plural
{
    public static string Of(long number, string noun) => Of(number, noun, $"{noun}s");

    public static string Of(long number, string one, string many) => $"{Figures.Count(number)} {Pick(number, one, many)}";

    /// <summary>The word alone: a verb, or a noun whose number stands elsewhere.</summary>
    public static string Pick(long number, string one, string many) => number == 1 ? one : many;
}
