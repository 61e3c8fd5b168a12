namespace IncidentBot.Runbooks.Rules;

/// <summary>The words for programs that run on a host.</summary>
internal static class Hosts
{
    public static Verdict Reads(string what, string? why = null) => Verdict.Host($"needs an entry in the allow-list: {what}", why ?? "It runs on a host and only reads.") with { IsHarmless = true };

    public static Verdict Changes(string what, string why) => Verdict.Host($"needs an entry in the allow-list: {what}", why);
}
