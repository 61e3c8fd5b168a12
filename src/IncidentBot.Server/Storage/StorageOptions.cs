using System.ComponentModel.DataAnnotations;

namespace IncidentBot.Storage;

internal sealed class StorageOptions
{
    /// <summary>A connection string of Npgsql. When it is set, PostgreSQL is used and <see cref="Sqlite"/> is not read.</summary>
    public string? Postgres { get; init; }

    /// <summary>The path of the database file. Its folder is created.</summary>
    public string Sqlite { get; init; } = "data/incidentbot.db";

    /// <summary>How often a replica shows the others that it lives; PostgreSQL only. See <see cref="ReplicaWatch.MissedBeats"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);
}
