using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage.Queries;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <param name="Open">How many of what the query finds are open.</param>
/// <param name="Typed">The filters of the query as they were typed, without the place of the page.</param>
public sealed record IncidentListing(Page<Incident> Page, Counted Count, Counted Open, IncidentQuery Query, string Typed)
{
    public bool IsFiltered => Query with { After = null, OpenOnly = false, Limit = 0 } != new IncidentQuery(Query.Reader) { Limit = 0 };
}

/// <summary>Several incidents, one line each.</summary>
public sealed class StatusCard(PeopleDirectory people)
{
    public Card Draw(IncidentListing listing, DateTimeOffset now)
    {
        var page = listing.Page;
        if (page.Items.Count == 0)
        {
            return Empty(listing);
        }

        return new Card(listing.IsFiltered ? Found(listing) : Open(listing.Open))
        {
            Tone = listing.Open.Number > 0 ? Tone.Bad : Tone.Good,
            Blocks =
            [
                new CardBlock.Fields([.. page.Items.Select(incident => new CardField(Marks.Of(incident), Line(incident, now)))]),
                .. page.Next is null ? Array.Empty<CardBlock>() : [new CardBlock.Footnote($"{page.Items.Count} of {listing.Count}, newest first.")],
            ],
            Buttons = page.Next is { } next
                ? [new CardButton("More", $"{"/incident list " + listing.Typed} after={next}".Replace("  ", " ", StringComparison.Ordinal))]
                : [],
        };
    }

    private static Card Empty(IncidentListing listing) => listing switch
    {
        { Query.After: not null } => Card.Say("There are no more incidents."),
        { IsFiltered: true, Query.OpenOnly: true } =>
            Card.Say("No open incident is like that.", $"With those that are over: /incident list all {listing.Typed}"),
        { IsFiltered: true } => Card.Say("No incident is like that.", "A word has to begin a word of the title; every filter has to fit."),
        { Query.OpenOnly: true } => Card.Say("No open incident.", "Open one: /incident open P0 <title>") with { Tone = Tone.Good },
        _ => Card.Say("There has been no incident yet.", "Open one: /incident open P0 <title>") with { Tone = Tone.Good },
    };

    private static string Found(IncidentListing listing) =>
        $"{listing.Count} {(listing.Query.OpenOnly ? "open " : "")}{(listing.Count.Number == 1 ? "incident" : "incidents")} found";

    private static string Open(Counted open) => open.Number == 1 ? "1 open incident" : $"{open} open incidents";

    private string Line(Incident incident, DateTimeOffset now)
    {
        var length = Duration.Words((incident.ResolvedAt ?? incident.ClosedAt ?? now) - incident.OpenedAt);
        var who = incident.Assignee ?? incident.AcknowledgedBy;
        return $"{incident.State.ToString().ToUpperInvariant()}  {length}  {incident.Title} ({incident.Target}), "
            + $"{(who is { } person ? people.NameOf(person) : "nobody has acknowledged it")}";
    }
}
