using IncidentBot.Redis.Info;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses.Strains;

/// <summary>The server is well, and its applications are turned away: a right was taken, or a password changed.</summary>
internal static class RefusedUsers
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(1);
    /// <summary>More than the bot's own reads are refused meanwhile.</summary>
    private const int Several = 10;
    private static readonly string[] Refusals = ["NOPERM", "WRONGPASS", "NOAUTH"];

    /// <summary>Whether there was anything of the kind, so that it is worth asking who.</summary>
    public static bool AreThere(RedisInfo info) => Refusals.Any(error => info.Errors.GetValueOrDefault(error) > 0);

    public static Strain? Of(DiagnosisReads reads)
    {
        var recent = reads.RefusedUses?
            .Where(use => use.Age < Recent && !IsOurs(use, reads))
            .OrderByDescending(use => use.Count)
            .FirstOrDefault();
        if (recent is not null)
        {
            return Named(recent, reads.Target);
        }

        var rising = reads.Later is { } later
            ? Refusals.Select(error => (Error: error, Count: Count(later, error) - Count(reads.Info!, error))).MaxBy(one => one.Count)
            : default;
        return reads.RefusedUses is not null || rising.Count < reads.Refusals.Count + Several ? null : new Strain(
            FailureClass.ClientsRefused,
            $"turns applications away: {Figures.Count(rising.Count)} × {rising.Error} within {Duration.Words(reads.Between)}")
        {
            IsInferred = true,
            NextSteps = ["ACL LOG on the server names the user and what it lacks; the bot may not read it"],
        };
    }

    /// <summary>
    /// What the bot lacks is no outage. It says so of itself by the name of its connection, which it has only once it was let in; and
    /// where it shares the name `default` with everybody, what happened a few times may have been its own.
    /// </summary>
    private static bool IsOurs(RefusedUse use, DiagnosisReads reads) =>
        use.Client.Contains($"name={RespDialer.ClientName} ", StringComparison.Ordinal)
        || (reads.Probe.Endpoint is { HasAclUser: true, User: var user } ? use.User == user : use.User == "default" && use.Count < Several);

    private static Strain Named(RefusedUse use, string target)
    {
        var often = $"{Figures.Count(use.Count)} {(use.Count == 1 ? "time" : "times")}, the last {Duration.Words(use.Age)} ago";
        return new Strain(FailureClass.ClientsRefused, use.Reason switch
        {
            "auth" => $"turns user {use.User} away: wrong password, {often}",
            "command" => $"turns user {use.User} away: it may not use {use.Object.ToUpperInvariant()}, {often}",
            _ => $"turns user {use.User} away: it may not touch the {use.Reason} {use.Object}, {often}",
        })
        {
            NextSteps = use.Reason == "auth"
                ? ["Compare the application's secret with the server's; after a rotation, restart what still uses the old one"]
                : [$"Give the right back: ACL SETUSER {use.User} {(use.Reason == "command" ? $"+{use.Object.ToLowerInvariant()}" : $"~{use.Object}")}, "
                    + $"or the pattern it stands for; ACL SAVE keeps it. ACL GETUSER {use.User} on {target} shows what it has"],
        };
    }

    private static long Count(RedisInfo info, string error) => info.Errors.GetValueOrDefault(error);
}
