namespace IncidentBot.Redis.Queues.Rq;

internal static class Plural
{
    public static string Of(long number, string noun) => $"{Figures.Count(number)} {noun}{(number == 1 ? "" : "s")}";
}
