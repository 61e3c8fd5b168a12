using IncidentBot.Dashboard.SignIn;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Dashboard;

/// <summary>Who reads a page: the same person as in the chat, with the same permissions.</summary>
/// <param name="Account">The one that what they do is recorded with.</param>
/// <param name="As">Names them in every address, where a browser may be several people; null where the browser is one.</param>
public sealed record Visitor(Person Person, Account Account, string? As)
{
    /// <summary>Null in the local chat, where nobody signs in.</summary>
    internal SignedIn? SignedIn { get; init; }

    /// <summary>What their forms carry, so that no other site can send one in their name.</summary>
    public string? FormToken => SignedIn?.FormToken;

    /// <summary>Whom the same browser may be as well.</summary>
    public IReadOnlyList<Guest> Others { get; init; } = [];

    /// <summary>The address of the chat; null where it has none here.</summary>
    public string? Chat { get; init; }

    /// <summary>An address of the dashboard for this reader.</summary>
    /// <param name="path">Perhaps with a query.</param>
    public string At(string path) => As is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}as={As}";

    /// <summary>The address of an incident, by what cards call its channel or it.</summary>
    public string AtIncident(int number) => At($"/incidents/INC-{number}");

    /// <inheritdoc cref="PageChannel.Of"/>
    public ChannelRef Answers(int? incident) => PageChannel.Of(Person.Id, incident);
}

/// <summary>Somebody whom the door lets in by their name.</summary>
/// <param name="Id">As addresses name them.</param>
/// <param name="Chat">The address of their chat.</param>
public sealed record Guest(string Id, string Name, Account Account, string? Chat);
