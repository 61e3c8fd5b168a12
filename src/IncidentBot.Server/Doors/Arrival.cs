using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Doors;

/// <summary>A request as it came in, once its door knows who sent it.</summary>
/// <param name="Id">The platform's own id of the request: the same when it is sent again.</param>
/// <param name="DisplayName">The name the platform gave; shown, never trusted.</param>
/// <param name="Text">A whole command: <c>/redis ping</c>.</param>
internal sealed record Arrival(string Id, Account From, string DisplayName, ChannelRef Channel, string Text)
{
    /// <summary>See <see cref="ReplyAddress.Ticket"/>.</summary>
    public string? Ticket { get; init; }

    /// <summary>See <see cref="Storage.InboxMessage.SignedInAt"/>.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>See <see cref="CardButton.OnceKey"/>.</summary>
    public string? Once { get; init; }

    /// <summary>Of its inbox row, and of its answer. Whoever presses a button that counts once, and on whatever platform, it is one request.</summary>
    public string Key => Once is null ? $"{Channel.Platform}:{Id}" : $"once:{Once}";
}
