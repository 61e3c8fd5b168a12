using System.CommandLine;
using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Runbooks;

namespace IncidentBot.Cli;

/// <summary>
/// <c>runbook check FILE…</c>: what the bot makes of a Markdown runbook. Exit code 1 where something in it is unknown, or breaks the format.
/// </summary>
internal static class RunbookCommand
{
    public static Verb Make(Action<IServiceCollection> addActions)
    {
        var files = new Argument<string[]>("FILE") { Description = "Markdown files, as they are", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "For machines: one document with every file" };
        var check = new Verb("check", "Prints every command and instruction with its class, what it becomes and why")
        {
            Examples = ["runbook check docs/redis-down.md", "runbook check docs/*.md --json"],
            More = "Nothing is contacted, and no setting is read. 1 where something is unknown, or breaks the format.",
        };
        check.Add(files);
        check.Add(json);
        check.SetAction((parsed, ct) => CheckAsync(parsed.GetValue(files) ?? [], parsed.GetValue(json), addActions, ct));
        var runbook = new Verb("runbook", "Runbooks in Markdown: what the bot makes of them") { Examples = ["runbook check docs/redis-down.md"] };
        runbook.Add(check);
        return runbook;
    }

    private static async Task<int> CheckAsync(string[] files, bool json, Action<IServiceCollection> addActions, CancellationToken ct)
    {
        var catalogue = await CatalogueAsync(addActions);
        var (checker, reader) = (new RunbookChecker(catalogue, new TargetCatalogue([])), new RunbookReader(catalogue, new TargetCatalogue([])));
        var reports = new List<CheckedRunbook>();
        var unread = 0;
        foreach (var file in files)
        {
            try
            {
                var text = new RunbookText(await RunbookFileText.ReadAsync(file, ct));
                var report = checker.Check(text);
                var runbook = reader.Read(file, text, report);
                var same = reports.Find(other => other.Id == runbook.Id && other.File != file);
                reports.Add(new CheckedRunbook(
                    file,
                    runbook.Id,
                    report,
                    same is null ? runbook.Faults : [RunbookLibrary.SameId(file, runbook.Id, same.File), .. runbook.Faults]));
            }
            catch (RunbookFileException e)
            {
                unread++;
                await Console.Error.WriteLineAsync($"{file}: {e.Message}");
            }
        }

        await Console.Out.WriteLineAsync(json ? RunbookJson.Render(reports) : RunbookTable.Render(reports));
        return unread > 0 ? ExitCode.NotDone
            : reports.Any(one => one.Report.HasUnknown || one.Faults.Count > 0) ? ExitCode.Found
            : ExitCode.Well;
    }

    /// <summary>The actions of the bot, without its configuration: a runbook can be checked where no target is known. Nothing is contacted.</summary>
    private static async Task<ActionCatalogue> CatalogueAsync(Action<IServiceCollection> addActions)
    {
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddExecution();
        addActions(services);
        await using var provider = services.BuildServiceProvider();
        return new ActionCatalogue([.. provider.GetServices<IRunbookAction>()]);
    }
}
