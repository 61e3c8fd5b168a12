using IncidentBot.Incidents;

namespace IncidentBot.Storage;

/// <summary>What is told by e-mail of a commit, and to which lists it is told from now on.</summary>
public sealed record MailChanges
{
    public static MailChanges None { get; } = new();

    public IReadOnlyList<MailLetter> Letters { get; init; } = [];

    /// <summary>Inserted where a list is told of an incident for the first time, otherwise how it stands from now on.</summary>
    public IReadOnlyList<MailThread> Threads { get; init; } = [];
}

/// <summary>A list that was told of the start of an incident, and is told of its end whatever the settings say by then.</summary>
/// <param name="List">Its name in the configuration.</param>
/// <param name="Subject">Of each letter: by it, and by the id of the first one, clients put them together.</param>
/// <param name="RootId">The id of the first letter.</param>
/// <param name="Addresses">Everybody who was told.</param>
/// <param name="IsOver">The end was told.</param>
public sealed record MailThread(
    IncidentId Incident, string List, string Subject, string RootId, IReadOnlyList<string> Addresses, bool IsOver, DateTimeOffset At);

/// <summary>What one address is told.</summary>
/// <param name="Thread">Its letters arrive in their order.</param>
/// <param name="Label">As people name it: <c>INC-42</c>.</param>
/// <param name="What">In one word: <c>opened</c>.</param>
/// <param name="Message">As it is sent, with its headers, in ASCII.</param>
public sealed record MailLetter(string List, string Thread, string Address, string Label, string What, string Message, DateTimeOffset At);
