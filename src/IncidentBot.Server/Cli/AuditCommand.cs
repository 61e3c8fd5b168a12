using System.CommandLine;
using System.Globalization;
using IncidentBot.Audit;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Cli;

/// <summary><c>audit verify</c>, <c>audit export</c>, <c>audit head</c>: for auditors, against the store of the configuration.</summary>
internal static class AuditCommand
{
    private const int MostFaultsShown = 20;

    public static async Task<int> RunAsync(string[] args)
    {
        // Settings such as --Storage:Postgres=… belong to the configuration. All else has to be known: a verification with
        // a mistyped --anchor would pass without it.
        var settings = args.Where(IsSetting).ToArray();
        var anchors = new Option<string[]>("--anchor") { Description = "A head that was written down elsewhere, as 128:3f9a…; may be given several times" };
        var verify = new System.CommandLine.Command("verify", "Walks the whole chain: exit code 0 when it is intact, 1 when it is not") { anchors };
        verify.SetAction((parsed, ct) => WithStoreAsync(settings, provider => VerifyAsync(provider, parsed.GetValue(anchors) ?? [], ct), ct));

        var filters = new AuditFilters();
        var export = new System.CommandLine.Command(
            "export",
            "Prints every record, or those that fit the filters, as a line of JSON: sequence, MAC and the chained text");
        filters.AddTo(export);
        export.SetAction((parsed, ct) => WithStoreAsync(settings, provider => ExportAsync(provider, filters.Read(parsed), ct), ct));

        var head = new System.CommandLine.Command("head", "Prints the anchor of the chain's end, to be kept somewhere else");
        head.SetAction((_, ct) => WithStoreAsync(settings, provider => HeadAsync(provider, ct), ct));

        var root = new RootCommand("IncidentBot") { new System.CommandLine.Command("audit", "The record of who did what") { verify, export, head } };
        var parsed = root.Parse([.. args.Where(arg => !IsSetting(arg))]);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync();
        }

        // 2, not the parser's 1: that would say that the record is damaged.
        await Console.Error.WriteLineAsync($"{string.Join(' ', parsed.Errors.Select(error => error.Message))} Type audit verify "
            + "[--anchor 128:3f9a…], audit export [--kind Approved] [--person ada] [--subject R-12] [--from 2026-11-22] [--until "
            + "2026-11-23] or audit head, and settings as --Storage:Sqlite=….");
        return 2;
    }

    private static bool IsSetting(string arg) =>
        arg.StartsWith("--", StringComparison.Ordinal)
        && arg.Contains('=', StringComparison.Ordinal)
        && !AuditFilters.Names.Append("--anchor").Any(name => arg.StartsWith(name, StringComparison.Ordinal));

    private static async Task<int> WithStoreAsync(string[] settings, Func<IServiceProvider, Task<int>> run, CancellationToken ct)
    {
        var builder = Bot.Configure(settings);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System).AddStorage();
        await using var provider = builder.Services.BuildServiceProvider();
        try
        {
            return await run(provider);
        }
        catch (Exception e) when (e is StoreUnavailableException or StorageSetupException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    private static async Task<int> VerifyAsync(IServiceProvider provider, string[] typed, CancellationToken ct)
    {
        var anchors = typed.Select(text => AuditAnchor.TryParse(text) ?? throw new ArgumentException(
            $"'{text}' is not an anchor. Expected a sequence number, a colon and 12 or more hexadecimal digits, for example 128:3f9a01bc77d2.")).ToList();
        var key = provider.GetRequiredService<AuditKey>();
        if (!key.Exists)
        {
            throw new StorageSetupException(
                $"There is no audit key in {key.Source}, and without the bot's key nothing can be verified. Copy it here, or give it as Audit:Key.");
        }

        var store = provider.GetRequiredService<IAuditStore>();
        var verifier = new AuditVerifier(provider.GetRequiredService<AuditChain>());
        var verdict = await verifier.VerifyAsync(store.AllAsync(new AuditQuery(), ct), store.HeadAsync, anchors, ct);
        foreach (var fault in verdict.Faults.Take(MostFaultsShown))
        {
            Console.WriteLine(fault);
        }

        if (verdict.Faults.Count > MostFaultsShown)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {verdict.Faults.Count - MostFaultsShown} more."));
        }

        Console.WriteLine(verdict.Intact
            ? string.Create(CultureInfo.InvariantCulture, $"The chain is intact: {verdict.Entries} entries, "
                + $"{verdict.AnchorsChecked} anchors checked. Head {new AuditAnchor(verdict.Entries, verdict.Head)}")
            : string.Create(CultureInfo.InvariantCulture, $"The chain is NOT intact: {verdict.Faults.Count} faults in {verdict.Entries} entries."));
        return verdict.Intact ? 0 : 1;
    }

    private static async Task<int> ExportAsync(IServiceProvider provider, AuditQuery? query, CancellationToken ct)
    {
        var audit = provider.GetRequiredService<IAuditStore>();
        await foreach (var record in audit.AllAsync(query ?? new AuditQuery(), ct))
        {
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $$"""{"sequence":{{record.Sequence}},"mac":"{{record.Mac}}","entry":{{record.Body}}}"""));
        }

        return 0;
    }

    private static async Task<int> HeadAsync(IServiceProvider provider, CancellationToken ct)
    {
        var head = await provider.GetRequiredService<IAuditStore>().HeadAsync(ct);
        Console.WriteLine(head is null ? "The record is empty." : new AuditAnchor(head.Sequence, head.Mac).ToString());
        return 0;
    }
}
