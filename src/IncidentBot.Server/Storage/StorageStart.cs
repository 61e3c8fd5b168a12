using IncidentBot.Audit;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Storage;

/// <summary>Brings the database up to date, and refuses to go on with an audit that is not this bot's.</summary>
internal sealed partial class StorageStart(IDatabase database, SqlReplicas replicas, AuditKey key, TimeProvider time, ILogger<StorageStart> log)
{
    /// <summary>To be awaited before anything else uses the stores. Safe to run on many replicas at once.</summary>
    /// <exception cref="StorageSetupException">The schema or the audit key does not fit the database.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task UpgradeAsync(CancellationToken ct)
    {
        var applied = await new SchemaUpgrade(database, SchemaFile.Of(database.SchemaFolder)).ApplyAsync(time.GetUtcNow(), ct);
        if (applied is [var first, .., var last])
        {
            LogApplied(first, last, applied.Count);
        }
        else if (applied is [var one])
        {
            LogApplied(one);
        }

        var audit = new SqlAudit(database);
        var head = await audit.HeadAsync(ct) ?? await BeginAuditAsync(audit, ct);
        if (!key.Exists)
        {
            throw new StorageSetupException($"The database holds an audit of {head.Sequence} entries, but its key is gone: "
                + $"there is no {key.Source}. Restore that file from the backup, or give the key as Audit:Key.");
        }

        if (!SqlAudit.Fits(key.Chain, head))
        {
            throw new StorageSetupException(
                $"The key in {key.Source} did not seal the audit in this database (entry {head.Sequence}). "
                + "Most likely it is the wrong key: all replicas of one database share one, "
                + "so copy the first replica's Audit:KeyFile or set Audit:Key everywhere. "
                + "If the key is right, the audit's head was edited: restore the database from a backup.");
        }

        if (database.IsShared)
        {
            // Before it takes anything: what somebody holds who was never there would not be missed.
            await replicas.BeatAsync(ct);
        }
        else
        {
            await ReleaseClaimsAsync(ct);
        }
    }

    /// <summary>
    /// Nobody else works on this database, so whoever holds a piece of work has died. Left held, a channel would stay silent
    /// until the claim runs out, right when the bot has a crash to tell about.
    /// </summary>
    private Task<bool> ReleaseClaimsAsync(CancellationToken ct) => database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync(new($"update inbox set {SqlInbox.HolderDied} where not finished and not_before is not null"), ct);
            await session.ExecuteAsync(new("update outbox set not_before = null, held_by = null where not abandoned and not_before is not null"), ct);
            await session.ExecuteAsync(new("update schedule set not_before = due_at, held_by = null where not_before > due_at"), ct);
            await session.ExecuteAsync(new("delete from turns"), ct);
            await SqlIncidents.ReleaseTurnsAsync(session, ct);
            return true;
        },
        ct);

    private async Task<AuditHead> BeginAuditAsync(SqlAudit audit, CancellationToken ct)
    {
        await foreach (var _ in audit.AllAsync(new AuditQuery(), ct))
        {
            throw new StorageSetupException(
                "The audit has entries but no head row, which the bot never removes: somebody deleted it. Restore the database from a backup.");
        }

        key.MakeUnlessThere();

        // Another replica may write its own first; whichever is there then has to fit.
        await database.WriteAsync(
            async session =>
            {
                await SqlAudit.BeginAsync(session, key.Chain.Origin, ct);
                return true;
            },
            ct);
        return (await audit.HeadAsync(ct))!;
    }

    /// <summary>A new store takes all of them: one line, so that the address of the chat is not the seventeenth.</summary>
    [LoggerMessage(Level = LogLevel.Information, Message = "Applied the schema files {First} to {Last} ({Count})")]
    private partial void LogApplied(string first, string last, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied the schema file {Name}")]
    private partial void LogApplied(string name);
}
