using System.Data.Common;
using IncidentBot.Audit;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Cli.Doctor;

/// <summary>Whether the key is there, is kept from others, and sealed the end of the record.</summary>
internal sealed class AuditCheck(IServiceProvider bot)
{
    private const string Area = "audit";
    private const UnixFileMode Others = ~OwnersOnly.File & (UnixFileMode)0b111_111_111;

    private readonly AuditKey key = bot.GetRequiredService<AuditKey>();

    public async Task<IReadOnlyList<Finding>> FindAsync(CancellationToken ct)
    {
        AuditHead? head;
        try
        {
            head = await bot.GetRequiredService<IAuditStore>().HeadAsync(ct);
        }
        catch (Exception e) when (e is StoreUnavailableException or StorageSetupException or DbException)
        {
            // Said of the store already.
            head = null;
        }

        try
        {
            return [.. Key(head), .. key.Exists && head is not null ? [Head(head)] : Array.Empty<Finding>()];
        }
        catch (StorageSetupException e)
        {
            return [Finding.Wrong(Area, e.Message)];
        }
    }

    private IEnumerable<Finding> Key(AuditHead? head)
    {
        if (!key.Exists)
        {
            yield return head is null
                ? Finding.Ok(Area, $"there is no key yet: the first start makes one, in {key.Source}.")
                : Finding.Wrong(Area, $"the record has {head.Sequence} entries, and its key is gone: there is no {key.Source}. Restore it from the backup.");
            yield break;
        }

        _ = key.Chain;
        var file = bot.GetRequiredService<IOptions<AuditOptions>>().Value.KeyFile;
        yield return !OperatingSystem.IsWindows() && File.Exists(file) && (File.GetUnixFileMode(file) & Others) != 0
            ? Finding.Wrong(Area, $"others than its owner may use the key, and whoever reads it can forge the record: chmod 600 {Path.GetFullPath(file)}")
            : Finding.Ok(Area, $"the key is in {key.Source}.");
    }

    private Finding Head(AuditHead head) => SqlAudit.Fits(key.Chain, head)
        ? Finding.Ok(Area, $"the key sealed the record's end, entry {head.Sequence}; audit verify walks all of it.")
        : Finding.Wrong(Area, $"the key in {key.Source} did not seal the record's end, entry {head.Sequence}: "
            + "copy the key of the bot that wrote it, or set Audit:Key.");
}
