namespace IncidentBot.People;

/// <summary>Who belongs to the groups of one platform. Asked anew each time; whoever asks keeps the answer.</summary>
public interface IGroupMembers
{
    /// <summary>As in <see cref="Account.Platform"/>.</summary>
    string Platform { get; }

    /// <returns>Every member by the <see cref="Account.UserId"/> of their account in that workspace: all of them, or none at all.</returns>
    /// <exception cref="GroupUnreadableException">They cannot be known just now, or not in full.</exception>
    Task<IReadOnlyCollection<string>> OfAsync(string workspace, string groupId, CancellationToken ct);
}

public sealed class GroupUnreadableException(string message, Exception? inner = null) : Exception(message, inner);
