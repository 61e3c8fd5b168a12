using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

/// <summary>Writes a summary of the length, and in the form, that somebody asks for.</summary>
public sealed class SummaryDesk(
    ILedger ledger,
    IIncidentStore incidents,
    IRunStore runs,
    Lookup lookup,
    PeopleDirectory people,
    SummaryForms forms,
    TimeProvider time)
{
    private readonly IncidentDecisions decisions = new(ledger, lookup, people, time);
    private readonly SummaryWriter writer = new(people);

    /// <param name="form">Null to have it said in the chat.</param>
    public Task<Answer> WriteAsync(Request request, int? number, SummaryLength length, SummaryForm? form, CancellationToken ct) =>
        decisions.DecideAsync(
            request,
            number,
            async incident => new Changes { Answer = Answer.Done(await CardAsync(await DocumentAsync(incident, length, ct), form)) },
            ct);

    public async Task<SummaryDocument> DocumentAsync(Incident incident, SummaryLength length, CancellationToken ct)
    {
        var facts = new SummaryFacts(
            incident, await incidents.WholeTimelineAsync(incident.Id, ct), await runs.OfIncidentAsync(incident.Id, ct), time.GetUtcNow());
        var document = writer.Write(length, facts);
        return length is SummaryLength.PostMortem
            ? document with
            {
                Charts = await forms.Readings(incident, [.. facts.Timeline.Where(entry => entry.To is not null).Select(Mark)], ct),
                Layout = forms.Layout,
            }
            : document;
    }

    private async Task<Card> CardAsync(SummaryDocument document, SummaryForm? form) => form switch
    {
        SummaryForm.Markdown => DocumentCard.Attach(document, "md", "text/markdown", DocumentMarkdown.Render(document), null),
        SummaryForm.Json => DocumentCard.Attach(document, "json", "application/json", DocumentJson.Render(document), null),
        SummaryForm.Html => DocumentCard.Attach(document, "html", "text/html", await forms.Html(document), DocumentMarkdown.Render(document)),
        _ => DocumentCard.Draw(document),
    };

    /// <summary>A step of an incident, as charts mark it.</summary>
    public static ReadingMark Mark(TimelineEntry entry) => new(entry.At, $"e{entry.Sequence} {entry.To}");
}
