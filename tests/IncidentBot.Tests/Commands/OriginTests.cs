using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>Services and alert sources ask like people do, may what was given to them, and never count as one.</summary>
public sealed class OriginTests
{
    private static readonly Origin Deploys = new Origin.Service("deploys");
    private static readonly Origin Prometheus = new Origin.Alert("prometheus");
    private static readonly Origin Stranger = new Origin.Service("stranger");

    private readonly ChatRig rig = new();
    private int asked;

    [Theory]
    [InlineData("/redis ping")]
    [InlineData("/incident list")]
    [InlineData("/help")]
    public async Task What_was_given_nothing_may_not_even_look(string text)
    {
        var answer = await AskAsync(Stranger, text);

        Assert.Contains("and the service stranger was not given it.", Assert.IsType<Outcome.Refused>(answer.Outcome).Rule, StringComparison.Ordinal);
        Assert.Equal((AuditKind.Refused, "service:stranger"), (rig.Room.LastAudit.Kind, rig.Room.LastAudit.Actor!.Value.Value));
        Assert.Equal(0, rig.Ping.Asked);
    }

    [Fact]
    public async Task An_alert_source_opens_an_incident_and_the_record_names_it()
    {
        var answer = await AskAsync(Prometheus, "/incident open P0 Redis is down");

        Assert.Equal((new Outcome.Done(), Subject.Incident(1)), (answer.Outcome, answer.Subject));
        Assert.Equal("alert:prometheus", rig.Room.Incident.OpenedBy.Value);
        Assert.Equal("the alert source prometheus", Some.People.NameOf(rig.Room.Incident.OpenedBy));
        Assert.Equal("alert:prometheus", rig.Room.Timeline[0].By!.Value.Value);
        Assert.Contains(rig.Store.Audit.Entries, entry => entry.ToCanonicalJson().Contains("\"actor\":\"alert:prometheus\"", StringComparison.Ordinal));
        Assert.Contains("the alert source prometheus", await rig.TypeAsync(Some.Ada, "/incident timeline"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_given_less_than_it_takes_is_refused()
    {
        await AskAsync(Prometheus, "/incident open P0 Redis is down");

        Assert.IsType<Outcome.Refused>((await AskAsync(Prometheus, "/incident ack INC-1")).Outcome);
        Assert.IsType<Outcome.Refused>((await AskAsync(Prometheus, "/redis clear-cache rl:*")).Outcome);
        Assert.Null(rig.Room.Incident.AcknowledgedAt);
    }

    [Fact]
    public async Task The_answer_is_kept_for_what_has_no_chat_to_read_it_in()
    {
        var answer = await AskAsync(Deploys, "/redis ping");

        Assert.IsType<Outcome.Done>(answer.Outcome);
        Assert.Empty(rig.Store.Said);
    }

    [Fact]
    public async Task What_a_service_asked_for_no_single_person_approves()
    {
        await AskAsync(Deploys, "/redis clear-cache rl:*");
        var run = await rig.RunAsync();

        var answer = await rig.TypeAsync(Some.Grace, $"/approve R-1 {run.ShortHash}");

        Assert.StartsWith("R-1 is not approved: It was asked for by the service deploys, which is no person, and takes two.", answer, StringComparison.Ordinal);
        Assert.Equal(RunState.AwaitingApproval, (await rig.RunAsync()).State);
    }

    [Fact]
    public async Task A_service_that_may_approve_is_still_no_second_person()
    {
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");
        var run = await rig.RunAsync();

        var answer = await AskAsync(Deploys, $"/approve R-1 {run.ShortHash}");

        Assert.Equal("R-1 is not approved: It takes a person, and the service deploys is none.", Assert.IsType<Outcome.Refused>(answer.Outcome).Rule);
        Assert.Equal(RunState.AwaitingApproval, (await rig.RunAsync()).State);
    }

    [Fact]
    public async Task A_service_breaks_no_glass_and_answers_no_override()
    {
        await rig.InAsync(IncidentState.Monitoring);
        await rig.TypeAsync(Some.Ada, "/incident override the release cannot wait");
        await AskAsync(Deploys, "/redis clear-cache rl:*");

        Assert.StartsWith(
            "Only a person breaks the glass",
            Rule(await AskAsync(Deploys, "/run break-glass R-1 primary nobody is there")),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The override is not answered: It takes a person",
            Rule(await AskAsync(Deploys, $"/incident approve INC-1 {rig.Room.Incident.PendingOverride!.Code}")),
            StringComparison.Ordinal);
        Assert.NotNull(rig.Room.Incident.PendingOverride);
    }

    [Fact]
    public void An_origin_is_known_again_by_its_account_and_by_its_name_in_the_record()
    {
        Assert.Equal([Deploys, Prometheus, new Origin.Bot()], new[] { Deploys, Prometheus, new Origin.Bot() }.Select(origin => Origin.Of(origin.Account)));
        Assert.Equal([Deploys, Prometheus, new Origin.Bot()], new[] { Deploys, Prometheus, new Origin.Bot() }.Select(origin => Origin.NoPerson(origin.Id)));
        Assert.All(new[] { Some.Ada.Id, Some.Olga.Id }, id => Assert.Null(Origin.NoPerson(id)));
        Assert.Equal(new Origin.Human(Some.Ada.Accounts[0]), Origin.Of(Some.Ada.Accounts[0]));
    }

    private static string Rule(Answer answer) => Assert.IsType<Outcome.Refused>(answer.Outcome).Rule;

    private async Task<Answer> AskAsync(Origin origin, string text)
    {
        var message = new InboxMessage($"asked-{++asked}", origin.Account, origin.Account.UserId, Some.Channel, text, Ticket: null, Some.Night);
        await rig.Dispatcher.HandleAsync(new ClaimedMessage(message, 1), default);

        Assert.DoesNotContain(rig.Store.Said, said => said is Outgoing.Reply reply && reply.To.To == origin.Account);
        return Assert.IsType<AnswerState.Given>(await rig.Store.Inbox.OfAsync(message.Key, default)).Answer;
    }
}
