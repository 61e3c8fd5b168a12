namespace IncidentBot.Words;

/// <summary>Lengths of time as people say them: the two largest units that matter.</summary>
public static class Duration
{
    public static string Words(TimeSpan length) => length switch
    {
        _ when length < TimeSpan.FromSeconds(1) => "0 s",
        { TotalMinutes: < 1 } => $"{length.Seconds} s",
        { TotalHours: < 1 } => Pair(length.Minutes, "min", length.Seconds, "s"),
        { TotalDays: < 1 } => Pair(length.Hours, "h", length.Minutes, "min"),
        _ => Pair(length.Days, "d", length.Hours, "h"),
    };

    private static string Pair(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
