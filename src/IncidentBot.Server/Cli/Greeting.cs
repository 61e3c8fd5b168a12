using IncidentBot.Actions;
using IncidentBot.People;
using IncidentBot.Runbooks;
using IncidentBot.Words;

namespace IncidentBot.Cli;

/// <summary>
/// What the bot says once it has started: how it is reached, and what it has. Printed and not logged: whoever opens the chat needs
/// it at every level of logging, and no other line shows the token.
/// </summary>
internal static class Greeting
{
    /// <param name="ways">How the bot is reached, a line each.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(IServiceProvider bot, IEnumerable<string> ways, CancellationToken ct) =>
    [
        .. ways,
        $"Targets: {Targets(bot.GetRequiredService<TargetCatalogue>().All)}",
        $"Runbooks: {await RunbooksAsync(bot.GetRequiredService<RunbookLibrary>(), ct)}",
        $"People: {People(bot.GetRequiredService<PeopleDirectory>().All)}",
    ];

    /// <summary>Of each system by its name; the queues of a Redis are looked for when somebody asks.</summary>
    private static string Targets(IReadOnlyList<Target> all)
    {
        var shown = all.Where(target => target.System is not ("queue" or "rq")).Select(target => $"{target.System} {target.Name} ({target.Address})").ToList();
        return shown.Count == 0 ? "none" : $"{string.Join(", ", shown)}{(all.Count > shown.Count ? "; and the queues of BullMQ and RQ in each Redis" : "")}";
    }

    private static async Task<string> RunbooksAsync(RunbookLibrary library, CancellationToken ct)
    {
        var shelf = await library.OpenAsync(ct);
        return (shelf.Runbooks.Count == 0 ? "none" : string.Join(", ", shelf.Runbooks.Select(runbook => runbook.Id)))
            + (shelf.Faults.Count == 0 ? "" : $"; {Plural.Of(shelf.Faults.Count, "fault")}: incidentbot doctor names them");
    }

    private static string People(IReadOnlyList<Person> all)
    {
        var (respond, approve) = (all.Count(person => person.May(Permissions.Respond)), all.Count(person => person.May(Permissions.Approve)));
        return respond == 0
            ? "nobody is listed who may repair anything; incidentbot doctor says how"
            : $"{Plural.Of(respond, "may respond", "may respond")}, {Plural.Of(approve, "may approve", "may approve")}";
    }
}
