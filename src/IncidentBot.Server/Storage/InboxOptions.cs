using System.ComponentModel.DataAnnotations;

namespace IncidentBot.Storage;

internal sealed class InboxOptions
{
    /// <summary>How many commands of one account may wait; what comes beyond that is refused at the door, in words.</summary>
    [Range(1, 10_000)]
    public int MostWaiting { get; init; } = 200;
}
