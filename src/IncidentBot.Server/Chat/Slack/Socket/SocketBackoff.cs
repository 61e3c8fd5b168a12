namespace IncidentBot.Chat.Slack.Socket;

/// <summary>How long to wait before the next try: doubled each time, with chance in it, so that many bots do not come back at once.</summary>
internal static class SocketBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <param name="failures">In a row; 0 after a socket that worked.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan After(int failures, double chance)
    {
        var whole = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(failures, 20)));
        return TimeSpan.FromSeconds(whole * (0.5 + (chance / 2)));
    }
}
