namespace IncidentBot.Storage;

/// <summary>The only way to write. SQLite and PostgreSQL implement it and pass one contract suite.</summary>
public interface ILedger
{
    /// <summary>Writes all of the changes in one transaction, or none of them. Throws when the store cannot be reached.</summary>
    Task<CommitResult> CommitAsync(Changes changes, CancellationToken ct);

    /// <summary>The next number of a series (<c>incident</c>, <c>run</c>), from 1. A number that is not used is lost.</summary>
    Task<int> NextNumberAsync(string series, CancellationToken ct);
}

public enum CommitResult
{
    Committed,

    /// <summary>Somebody changed the incident or the run since it was read. Nothing was written.</summary>
    Stale,

    /// <summary>The request or the appointment was dealt with before. Nothing was written.</summary>
    AlreadyDone,

    /// <summary>The run would hold a target that another run holds. Nothing was written.</summary>
    TargetHeld,
}
