namespace IncidentBot.Mail;

/// <summary>
/// While the mail server is away nothing is tried that could not go well: all letters wait for it together, so that none is worn out by it,
/// and all leave when it is back. Each replica finds that out for itself.
/// </summary>
internal sealed class ServerPause
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Lock change = new();
    private TimeSpan length;
    private DateTimeOffset until;

    public bool Holds(DateTimeOffset now)
    {
        lock (change)
        {
            return now < until;
        }
    }

    /// <returns>From when on the next letter is tried.</returns>
    public DateTimeOffset After(MailAnswer answer, DateTimeOffset now)
    {
        lock (change)
        {
            if (!answer.IsOfServer)
            {
                (length, until) = (TimeSpan.Zero, now);
            }
            else if (now >= until)
            {
                // Those that were under way together have found the same, which counts once.
                length = length == TimeSpan.Zero ? Shortest : length * 2 < Longest ? length * 2 : Longest;
                until = now + length;
            }

            return until;
        }
    }
}
