using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses.Strains;

/// <summary>
/// Many keys end at one time, and throwing them away takes the time of the one thread. Redis says that it does not keep up:
/// `expired_time_cap_reached_count` counts the rounds it broke off, `expired_stale_perc` how much of what has ended is still there.
/// </summary>
internal static class ExpiryStorm
{
    private const double MuchIsStale = 10;
    private const double ManyASecond = 1_000;

    public static Strain? Of(DiagnosisReads reads)
    {
        if (reads.Later is not { } later)
        {
            return null;
        }

        var info = reads.Info!;
        var perSecond = Grown("expired_keys") / reads.Between.TotalSeconds;
        var stale = later.Fraction("expired_stale_perc");
        if (perSecond < ManyASecond || (Grown("expired_time_cap_reached_count") == 0 && stale is null or < MuchIsStale))
        {
            return null;
        }

        var keys = reads.Keys?.Prefixes.MaxBy(prefix => prefix.Keys);
        return new Strain(
            FailureClass.ExpiryStorm,
            $"throws away {Figures.Count((long)perSecond)} expired keys a second and does not keep up"
                + $"{(keys is null ? "" : $"; most keys are {keys.Prefix} ({Figures.Count(keys.Keys)})")}"
                + $"{(stale is { } share ? $"; {Figures.Percent(share / 100)} of what is there has ended" : "")}")
        {
            NextSteps = ["It ends by itself with the last of them; have whoever writes these keys spread their times to live (TTL plus a random part)"],
            Commands = [new Suggestion("Memory", $"/redis memory on {reads.Target}"), new Suggestion("Latency", $"/redis latency on {reads.Target}")],
        };

        long Grown(string field) => (later.Number(field) ?? 0) - (info.Number(field) ?? 0);
    }
}
