namespace IncidentBot.Runbooks.Rules;

/// <summary>The words for programs that run on a host.</summary>
internal static class Hosts
{
    public static Verdict Reads(string what, string? why = null) =>
        Verdict.Host($"/host look NAME, with an entry under Hosts:…:Commands: {what}", why ?? "It runs on a host and only reads.") with
        {
            IsHarmless = true,
            Needs = ConfiguredText.OfCommand(what),
        };

    /// <param name="what">The safe form of the command.</param>
    public static Verdict Logs(string service, string what, string why) =>
        Verdict.Host($"/host logs {Name(service)}, with an entry under Hosts:…:Services: {what}", why) with
        {
            IsHarmless = true,
            Needs = ConfiguredText.OfService("logs", service),
        };

    public static Verdict Status(string service, string what) => Verdict.Host(
        $"/host status {Name(service)}, with an entry under Hosts:…:Services: {what}",
        "It runs on a host and only reads.") with
    {
        IsHarmless = true,
        Needs = ConfiguredText.OfService("status", service),
    };

    public static Verdict Restart(string service, string what, string why) =>
        Verdict.Host($"/host restart {Name(service)}, with an entry under Hosts:…:Services: {what}", why) with
        { Needs = ConfiguredText.OfService("restart", service) };

    public static Verdict Changes(string what, string why) =>
        Verdict.Host($"/host change NAME, with an entry under Hosts:…:Commands: {what}", why) with { Needs = ConfiguredText.OfCommand(what) };

    private static string Name(string service) => service.Length > 0 ? service : "NAME";
}
