using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>The living card once more, for one person.</summary>
    public Task<Answer> StatusAsync(Request request, int? number, CancellationToken ct) =>
        ReadAsync(request, number, async incident => WithPlace(request, incident, await cards.DrawAsync(incident, ct)), ct);

    /// <summary>Where it was only opened in the channel of the question, that is said first.</summary>
    private static Card WithPlace(Request request, Incident incident, Card card)
    {
        if (incident.Room is not { } room || room.Origin != request.Channel || incident.Channels.Contains(request.Channel))
        {
            return card;
        }

        var place = $"{incident.Label} was opened here and is handled in {Place.Of(incident.Channel, room.Name)}.";
        return card with { Blocks = [new CardBlock.Text(place), .. card.Blocks] };
    }

    /// <param name="query">For whoever asks.</param>
    /// <param name="typed">The filters as they were typed, for the button to the next page.</param>
    public async Task<Answer> ListAsync(Request request, IncidentQuery query, string typed, CancellationToken ct)
    {
        var page = await incidents.ListAsync(query, ct);
        var listing = new IncidentListing(
            page,
            await incidents.CountAsync(query, ct),
            await incidents.CountAsync(query with { OpenOnly = true }, ct),
            query,
            typed);
        return await ledger.AnswerAsync(request, Answer.Done(new StatusCard(people).Draw(listing, time.GetUtcNow())), ct);
    }

    /// <param name="before">Only events before this one, as <c>e12</c> is numbered; null for the newest ones.</param>
    public Task<Answer> TimelineAsync(Request request, int? number, int? before, CancellationToken ct) => ReadAsync(
        request,
        number,
        async incident => new TimelineCard(people).Draw(incident, await incidents.CorrectedAsync(TimelineCard.Newest(incident, before), ct)),
        ct);

    /// <summary>What has happened since whoever asks was last there, and how it stands: for them alone.</summary>
    public Task<Answer> CatchUpAsync(Request request, int? number, CancellationToken ct) => ReadAsync(
        request,
        number,
        async incident => new CatchUpCard(people).Draw(
            incident,
            request.By,
            Corrections.Counted(await incidents.WholeTimelineAsync(incident.Id, ct)),
            await runs.OfIncidentAsync(incident.Id, ct),
            time.GetUtcNow()),
        ct);

    /// <summary>One entry of it, whole.</summary>
    public Task<Answer> EventAsync(Request request, int? number, int entry, CancellationToken ct) =>
        decisions.DecideAsync(request, number, async incident =>
        {
            var timeline = Corrections.Apply(await incidents.WholeTimelineAsync(incident.Id, ct));
            return timeline.FirstOrDefault(other => other.Sequence == entry) is { } found
                ? new Changes { Answer = Answer.Done(new EntryCard(people).Draw(incident, found, timeline)) }
                : NoEntry(request, incident, entry, timeline);
        }, ct);

    public Task<Answer> SummaryAsync(Request request, int? number, CancellationToken ct) => ReadAsync(
        request,
        number,
        async incident => new SummaryReport(people).Write(
            incident,
            await incidents.WholeTimelineAsync(incident.Id, ct),
            await runs.OfIncidentAsync(incident.Id, ct),
            time.GetUtcNow()).ToCard(),
        ct);

    private Task<Answer> ReadAsync(Request request, int? number, Func<Incident, Task<Card>> draw, CancellationToken ct) =>
        decisions.DecideAsync(request, number, async incident => new Changes { Answer = Answer.Done(await draw(incident)) }, ct);
}
