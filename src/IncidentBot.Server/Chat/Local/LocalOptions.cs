using System.ComponentModel.DataAnnotations;

namespace IncidentBot.Chat.Local;

internal sealed class LocalOptions
{
    public const string Section = "Local";

    /// <summary>The default is to serve the local chat unless another platform is configured.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether its two people may administer as well: read the audit and private incidents. The default is that they may not.</summary>
    public bool Administers { get; init; }

    /// <summary>An open page hears something at least this often. The default is 15 seconds; after 40 it takes the connection for dead.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:30")]
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);
}
