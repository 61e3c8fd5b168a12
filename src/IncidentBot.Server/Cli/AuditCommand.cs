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

    public static Verb Make(string[] settings)
    {
        var anchors = new Option<string[]>("--anchor")
        {
            Description = "A head that was written down elsewhere; may be given several times",
            HelpName = "128:3f9a…",
        };
        var verify = new Verb("verify", "Walks the whole chain: exit code 0 when it is intact, 1 when it is not")
        {
            Examples = ["audit verify", "audit verify --anchor 128:3f9a01bc77d2"],
        };
        verify.Add(anchors);
        verify.SetAction((parsed, ct) => WithStoreAsync(settings, provider => VerifyAsync(provider, parsed.GetValue(anchors) ?? [], ct)));

        var filters = new AuditFilters();
        var export = new Verb("export", "Prints every record, or those that fit the filters, as a line of JSON: sequence, MAC and the chained text")
        {
            Examples = ["audit export", "audit export --kind Approved --person ada --from 2026-11-22 --until 2026-11-23"],
        };
        filters.AddTo(export);
        export.SetAction((parsed, ct) => WithStoreAsync(settings, provider => ExportAsync(provider, filters.Read(parsed), ct)));

        var head = new Verb("head", "Prints the anchor of the chain's end, to be kept somewhere else") { Examples = ["audit head"] };
        head.SetAction((_, ct) => WithStoreAsync(settings, provider => HeadAsync(provider, ct)));
        var audit = new Verb("audit", "The record of who did what: verify it, print it, or note its end")
        {
            Examples = ["audit verify", "audit export --subject R-12"],
        };
        audit.Add(verify);
        audit.Add(export);
        audit.Add(head);
        return audit;
    }

    private static async Task<int> WithStoreAsync(string[] settings, Func<IServiceProvider, Task<int>> run)
    {
        var builder = Bot.Configure(settings);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System).AddStorage();
        await using var provider = builder.Services.BuildServiceProvider();
        return await run(provider);
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
        return verdict.Intact ? ExitCode.Well : ExitCode.Found;
    }

    private static async Task<int> ExportAsync(IServiceProvider provider, AuditQuery? query, CancellationToken ct)
    {
        var audit = provider.GetRequiredService<IAuditStore>();
        await foreach (var record in audit.AllAsync(query ?? new AuditQuery(), ct))
        {
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $$"""{"sequence":{{record.Sequence}},"mac":"{{record.Mac}}","entry":{{record.Body}}}"""));
        }

        return ExitCode.Well;
    }

    private static async Task<int> HeadAsync(IServiceProvider provider, CancellationToken ct)
    {
        var head = await provider.GetRequiredService<IAuditStore>().HeadAsync(ct);
        Console.WriteLine(head is null ? "The record is empty." : new AuditAnchor(head.Sequence, head.Mac).ToString());
        return ExitCode.Well;
    }
}
