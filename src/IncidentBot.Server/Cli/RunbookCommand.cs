using System.CommandLine;
using System.Text;
using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Runbooks;

namespace IncidentBot.Cli;

/// <summary><c>runbook check FILE…</c>: what the bot makes of a Markdown runbook. Exit code 1 where something in it is unknown.</summary>
internal static class RunbookCommand
{
    private const long LargestFile = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<int> RunAsync(string[] args, Action<IServiceCollection> addActions)
    {
        var files = new Argument<string[]>("FILE") { Description = "Markdown files, as they are", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "For machines: one document with every file" };
        var check = new System.CommandLine.Command("check", "Prints every command and instruction with its class, what it becomes and why") { files, json };
        check.SetAction(async (parsed, ct) => await CheckAsync(parsed.GetValue(files) ?? [], parsed.GetValue(json), addActions, ct));

        var root = new RootCommand("IncidentBot") { new System.CommandLine.Command("runbook", "Runbooks in Markdown") { check } };
        var read = root.Parse(args);
        var code = await read.InvokeAsync();
        return read.Errors.Count > 0 ? 2 : code;
    }

    private static async Task<int> CheckAsync(string[] files, bool json, Action<IServiceCollection> addActions, CancellationToken ct)
    {
        var checker = new RunbookChecker(await CatalogueAsync(addActions));
        var reports = new List<(string File, RunbookReport Report)>();
        var faults = 0;
        foreach (var file in files)
        {
            try
            {
                reports.Add((file, checker.Check(new RunbookText(await ReadAsync(file, ct)))));
            }
            catch (RunbookFileException e)
            {
                faults++;
                await Console.Error.WriteLineAsync($"{file}: {e.Message}");
            }
        }

        await Console.Out.WriteLineAsync(json ? RunbookJson.Render(reports) : RunbookTable.Render(reports));
        return faults > 0 ? 2 : reports.Any(one => one.Report.HasUnknown) ? 1 : 0;
    }

    private static async Task<string> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            if (Directory.Exists(file))
            {
                throw new RunbookFileException("This is a folder. Name the Markdown files in it.");
            }

            // Read with a limit, not measured first: a pipe has no size, and a file may grow.
            await using var stream = File.OpenRead(file);
            var buffer = new byte[LargestFile + 1];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
            return length > LargestFile
                ? throw new RunbookFileException("The file is larger than 1 MB. A runbook is text that people read; split it.")
                : Strict.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RunbookFileException("There is no such file.", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new RunbookFileException($"The file is not UTF-8: the byte at offset {e.Index} cannot be read. Save it as UTF-8.", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new RunbookFileException($"The file cannot be read: {e.Message}", e);
        }
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
