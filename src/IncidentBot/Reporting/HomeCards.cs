using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Reporting;

/// <summary>What concerns one person: the incidents that are open, what waits for their approval, what they have asked for.</summary>
public sealed class HomeCards(IIncidentStore incidents, IRunStore runs, PeopleDirectory people, StepUp stepUp, Redactor redactor, TimeProvider time)
{
    /// <summary>Of each kind: a page that wants to show everything breaks on the day when there is much.</summary>
    private const int Shown = 10;

    /// <summary>Whose approval may count is not for the store to say, so of what waits more is read than is shown.</summary>
    private const int Waiting = 100;

    public async Task<IReadOnlyList<Card>> DrawAsync(Person reader, CancellationToken ct)
    {
        var own = Reader.Of(reader);
        var query = new IncidentQuery(own) { OpenOnly = true, Limit = Shown };
        var (open, count) = (await incidents.ListAsync(query, ct), await incidents.CountAsync(query, ct));
        var waiting = await runs.ListAsync(new RunQuery(own) { State = RunState.AwaitingApproval, Limit = Waiting }, ct);
        var forMe = waiting.Items.Where(run => MayApprove(reader, run)).ToList();
        var mine = await runs.ListAsync(new RunQuery(own) { UnsettledOnly = true, RequestedBy = reader.Id, Limit = Shown }, ct);
        IReadOnlyList<Card> cards =
        [
            new StatusCard(people).Draw(new IncidentListing(open, count, count, query, ""), time.GetUtcNow()) with
            {
                Buttons =
                [
                    IncidentButtons.Open with { Style = ButtonStyle.Primary },
                    .. open.Items.Select(incident => new CardButton(incident.Label, $"/incident status {incident.Label}")),
                ],
            },
            new Card(forMe.Count == 0 ? "Nothing waits for your approval" : "Waits for your approval")
            {
                Tone = forMe.Count == 0 ? Tone.Neutral : Tone.Warning,
                Blocks = Lines(forMe, waiting.Next is not null || forMe.Count > Shown),
                Buttons = [.. forMe.Take(Shown).Select(run => new CardButton($"Approve {run.Label}", $"/approve {run.Label} {run.ShortHash}")
                {
                    Form = ButtonForm.Offered,
                    Confirm = run.Plan.Summary,
                    No = "Leave it waiting",
                    Page = stepUp.PageFor(run),
                })],
            },
            new Card(mine.Items.Count == 0 ? "You have no run under way" : "Your runs") { Blocks = Lines(mine.Items, mine.Next is not null) },
        ];
        return [.. cards.Select(redactor.Clean)];
    }

    private bool MayApprove(Person reader, Run run) =>
        run.State is RunState.AwaitingApproval && reader.May(Permissions.Approve) && people.AreTwo(reader, run.RequestedBy);

    private IReadOnlyList<CardBlock> Lines(IReadOnlyList<Run> found, bool areMore) => found.Count == 0 ? [] :
    [
        new CardBlock.Fields([.. found.Take(Shown).Select(
            run => new CardField(run.Label, $"{RunText.StateInWords(run.State)}: {run.Call}, asked for by {people.NameOf(run.RequestedBy)}"))]),
        .. areMore ? [new CardBlock.Footnote("There are more: /run list")] : Array.Empty<CardBlock>(),
    ];
}
