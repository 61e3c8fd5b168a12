using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;

namespace IncidentBot.Rounds;

/// <summary>
/// The bot alone has given the updates of an incident: whoever answers for it is told, and one update later those who could see to
/// it, each once. A person who gives an update begins it anew.
/// </summary>
internal sealed class SilentPeople(PeopleDirectory people)
{
    private const int Patience = 2;

    /// <param name="alone">How many updates in a row the bot has given.</param>
    public IEnumerable<Outgoing> After(Incident incident, int alone)
    {
        var owner = OwnerText.WhoAnswers(incident);
        IEnumerable<PersonId> told = (alone, owner) switch
        {
            (Patience, { } one) => [one],
            (Patience, null) or (Patience + 1, not null) => people.All
                .Where(person => person.May(Permissions.Approve) && person.Id != owner && IncidentVisibility.MaySee(person, incident))
                .Select(person => person.Id),
            _ => [],
        };
        var card = Ask(incident, alone, alone == Patience || owner is null ? null : people.NameOf(owner.Value));
        return told.Select(who => Outgoing.Notice.Of(people.AccountsOf(who), incident.Channel, card)).OfType<Outgoing>();
    }

    /// <param name="asked">Who was told before; null for nobody.</param>
    private static Card Ask(Incident incident, int alone, string? asked) => Card.Say(
        $"{Marks.Of(incident)}: the last {alone} updates came from the bot alone",
        $"{incident.Title}. It is {incident.State}, and no person has said how it stands.{(asked is null ? "" : $" {asked} was asked and has not either.")}",
        $"One sentence will do: /incident update {incident.Label} <how things stand>.") with
    {
        Tone = Tone.Warning,
        Buttons = [IncidentButtons.Update(incident), new CardButton("Status", $"/incident status {incident.Label}")],
    };
}
