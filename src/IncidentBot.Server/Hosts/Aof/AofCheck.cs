using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Hosts.Processes;

namespace IncidentBot.Hosts.Aof;

/// <summary>What redis-check-aof found, read from its words: Redis 7 looks at every file of the manifest, before 7 at the one there is.</summary>
/// <param name="Damaged">The file that it stopped at; null when all are valid.</param>
internal sealed partial record AofCheck(AofFile? Damaged, long TotalBytes)
{
    // Within so much of the end, what is missing is the rest of the last write.
    private const int Tail = 8;

    /// <exception cref="HostTroubleException">It did not get as far as a verdict.</exception>
    public static AofCheck Read(ProcessResult result)
    {
        var files = result.AllLines.Select(line => Analyzed().Match(line)).Where(match => match.Success)
            .Select(match => new AofFile(Path.GetFileName(match.Groups["file"].Value), Number(match, "size"), Number(match, "ok"), Number(match, "diff")))
            .ToArray();
        if (result.End is not ProcessEnd.Exited || files.Length == 0)
        {
            throw new HostTroubleException(result.Trouble);
        }

        if (result.Succeeded)
        {
            return new AofCheck(null, files.Sum(file => file.Bytes));
        }

        var stopped = files[^1];
        if (stopped.BytesAtStake == 0)
        {
            throw new HostTroubleException(result.Trouble);
        }

        var stopsAt = result.AllLines.Select(line => Offset().Match(line)).LastOrDefault(match => match.Success) is { } at
            ? long.Parse(at.Groups["offset"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : (long?)null;
        var endsEarly = result.AllLines.Any(line => EndedEarly().IsMatch(line)) || stopsAt >= stopped.Bytes - Tail;
        return new AofCheck(stopped with { EndsInTheMiddle = endsEarly }, files.Sum(file => file.Bytes));
    }

    private static long Number(Match match, string group) => long.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:.*AOF analyzed: )?(?:filename=(?<file>.+), )?size=(?<size>\d+), ok_up_to=(?<ok>\d+),.* ?diff=(?<diff>\d+)$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Analyzed();

    [GeneratedRegex(@"^0x\s*(?<offset>[0-9a-f]+): ", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Offset();

    [GeneratedRegex("Expected to read|Reached EOF", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex EndedEarly();
}

/// <param name="OkUpTo">How many bytes of it can be read.</param>
/// <param name="BytesAtStake">What a repair cuts off: everything after that, sound or not.</param>
internal sealed record AofFile(string Name, long Bytes, long OkUpTo, long BytesAtStake)
{
    /// <summary>The last write is not whole, as after a crash: Redis cuts that off by itself, unless <c>aof-load-truncated</c> is no.</summary>
    public bool EndsInTheMiddle { get; init; }
}
