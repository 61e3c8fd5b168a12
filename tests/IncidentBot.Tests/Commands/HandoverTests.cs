using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>An incident goes to somebody else with all that they have to know, and is nobody's in between at no time.</summary>
public sealed class HandoverTests
{
    private readonly ChatRig rig = new();

    private IncidentRoom Room => rig.Room;

    [Fact]
    public async Task It_moves_with_its_roles_when_the_other_takes_it_and_not_before()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/incident role commander @ada");
        await rig.TypeAsync(Some.Ada, "/incident cause a deployment filled it");
        await rig.TypeAsync(Some.Ada, "/incident task write it down @grace");
        await rig.TypeAsync(Some.Ada, "/incident update publishing works again");
        await rig.TypeAsync(Some.Olga, "/incident ask-update is checkout back?");
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");

        Assert.StartsWith("INC-1 is offered to Grace\nIt stays yours until Grace takes it.", await rig.TypeAsync(Some.Ada, "/incident handover @grace"));

        var offer = PlainText.Render(rig.Store.Said.OfType<Outgoing.Notice>().Last(told => told.To == Some.Grace.Accounts[0]).Card);
        Assert.StartsWith("INC-1 P0: Ada hands it over to Grace", offer, StringComparison.Ordinal);
        Assert.All(
            [
                "Cause: a deployment filled it", "Ada has it; Commander is Ada.", "To be done: t1 write it down (Grace).", "R-1 ", "Nothing was run yet.",
                "Everybody was last told, 03:00:00 UTC by Ada: publishing works again", "is checkout back?", "It stays with Ada until Grace takes it.",
            ],
            fact => Assert.Contains(fact, offer, StringComparison.Ordinal));
        Assert.Equal(offer, Room.LastPost);
        Assert.NotEqual(Some.Grace.Id, Room.Incident.Assignee);
        Assert.Equal(Some.Ada.Id, Room.Incident.Roles[IncidentRole.Commander]);

        Assert.StartsWith("INC-1 is offered to Grace, not to you.", await rig.TypeAsync(Some.Ada, "/incident takeover"));
        Assert.StartsWith("INC-1 is yours", await rig.TypeAsync(Some.Grace, "/incident takeover"));

        Assert.Equal(
            (Some.Grace.Id, Some.Grace.Id, null), (Room.Incident.Assignee, Room.Incident.Roles[IncidentRole.Commander], Room.Incident.Handover));
        Assert.Equal("INC-1: Grace has taken it over from Ada", Room.LastPost);
        Assert.Equal(
            "INC-1: Grace has taken it over from Ada",
            PlainText.Render(rig.Store.Said.OfType<Outgoing.Notice>().Last(told => told.To == Some.Ada.Accounts[0]).Card));
        Assert.StartsWith("Nobody hands INC-1 over.", await rig.TypeAsync(Some.Grace, "/incident takeover"));
    }

    [Theory]
    [InlineData("/incident handover @ada", "Nobody hands over to themselves.")]
    [InlineData("/incident handover @nobody", "Nobody here is called '@nobody'.")]
    public async Task What_cannot_be_is_refused(string typed, string answer)
    {
        await Room.InAsync(IncidentState.Mitigating);

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, typed), StringComparison.Ordinal);

        Assert.Null(Room.Incident.Handover);
    }
}
