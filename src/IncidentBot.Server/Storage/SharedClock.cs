namespace IncidentBot.Storage;

/// <summary>
/// The time by which all replicas of one database go: the database's. What is due, held or kept until then is looked at by others
/// than wrote it, and one whose own clock is off would take what they hold, or keep them waiting. Durations stay those of the
/// process. Where a process is alone with its database, this is its own clock.
/// </summary>
internal sealed partial class SharedClock(TimeProvider own, ILogger<SharedClock> log) : TimeProvider
{
    /// <summary>More than clocks drift apart that somebody keeps in time.</summary>
    private static readonly TimeSpan Worth = TimeSpan.FromSeconds(2);

    private long ahead;

    public override TimeZoneInfo LocalTimeZone => own.LocalTimeZone;

    public override long TimestampFrequency => own.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => own.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));

    public override long GetTimestamp() => own.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        own.CreateTimer(callback, state, dueTime, period);

    /// <summary>Goes by the database's clock from now on, as closely as the time that its answer took allows.</summary>
    public async Task SetAsync(IDatabase database, CancellationToken ct)
    {
        var (asked, stamp) = (own.GetUtcNow(), own.GetTimestamp());
        if (await database.NowAsync(ct) is not { } theirs)
        {
            return;
        }

        // It was that late there at some moment between the two, so what it was before may be as good as this.
        var most = (theirs - asked).Ticks;
        var before = Interlocked.Read(ref ahead);
        var after = Math.Clamp(before, most - own.GetElapsedTime(stamp).Ticks, most);
        Interlocked.Exchange(ref ahead, after);
        if (TimeSpan.FromTicks(after - before).Duration() > Worth)
        {
            LogApart(TimeSpan.FromTicks(-after).TotalSeconds);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The clock of this machine is {Seconds:0.0} s ahead of the database's (behind where negative), whose time counts; set both by NTP")]
    private partial void LogApart(double seconds);
}
