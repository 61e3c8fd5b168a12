using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Dashboard;

/// <summary>Who reads a page: the same person as in the chat, with the same permissions.</summary>
/// <param name="Account">The one that what they do is recorded with.</param>
/// <param name="As">Names them in every address, where a browser may be several people; null where the browser is one.</param>
public sealed record Visitor(Person Person, Account Account, string? As)
{
    /// <summary>An address of the dashboard for this reader.</summary>
    /// <param name="path">Perhaps with a query.</param>
    public string At(string path) => As is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}as={As}";

    /// <summary>The address of an incident, by what cards call its channel or it.</summary>
    public string AtIncident(int number) => At($"/incidents/INC-{number}");

    /// <inheritdoc cref="PageChannel.Of"/>
    public ChannelRef Answers(int? incident) => PageChannel.Of(Person.Id, incident);
}
