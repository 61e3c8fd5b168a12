using IncidentBot.Incidents;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>Who, which role, which severity: what is missing is asked for, and nothing is changed.</summary>
public sealed class IncidentUsageTests
{
    private const string Who = "Who?\nType /incident";
    private const string Role = "Which role, and who?\nType /incident role [INC-n] <commander|scribe|liaison> <person>";
    private const string Severity = "Which severity?\nType /incident severity [INC-n] <P0|P1|P2>\nP0 is down, P1 degraded, P2 partly wrong.";

    [Theory]
    [InlineData("assign", Who)]
    [InlineData("assign INC-1", Who)]
    [InlineData("assign @nobody", "Nobody here is called '@nobody'.\nType /incident assign [INC-n] <person>\nPeople: ")]
    [InlineData("assign @grace @ada", "'@ada' is one argument too many.\nType /incident assign [INC-n] <person>")]
    [InlineData("role", Role)]
    [InlineData("role commander", Role)]
    [InlineData("role cook @grace", "role cannot be 'cook'.\nType /incident role [INC-n] <commander|scribe|liaison> <person>")]
    [InlineData("role 1 @grace", "role cannot be '1'.\n")]
    [InlineData("role commander,scribe @grace", "role cannot be 'commander,scribe'.\n")]
    [InlineData("role commander @nobody", "Nobody here is called '@nobody'.\nType /incident role ")]
    [InlineData("severity", Severity)]
    [InlineData("severity P3", "severity cannot be 'P3'.\nType /incident severity [INC-n] <P0|P1|P2>\nP0 is down, P1 degraded, P2 partly wrong.")]
    [InlineData("severity 42", "severity cannot be '42'.\n")]
    [InlineData("severity 01", "severity cannot be '01'.\n")]
    [InlineData("severity P0 P1", "'P1' is one argument too many.\nType /incident severity [INC-n] <P0|P1|P2>")]
    public async Task What_is_missing_is_asked_for(string verb, string answer)
    {
        var rig = await new ChatRig().InAsync(IncidentState.Mitigating);
        var before = rig.Room.Incident;

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, $"/incident {verb}"));

        Assert.Equal(before, rig.Room.Incident);
    }

    [Fact]
    public async Task Who_verifies_too_early_is_told_the_two_things_to_type()
    {
        var rig = await new ChatRig().InAsync(IncidentState.Assessing);

        Assert.StartsWith(
            "INC-1 is Assessing: the checks decide about it once it is being mitigated.\nType /incident mitigate INC-1, and then /incident verify INC-1.",
            await rig.TypeAsync(Some.Ada, "/incident verify"));
    }

    [Fact]
    public async Task Asking_who_lists_those_that_could_be_meant()
    {
        var rig = await new ChatRig().InAsync(IncidentState.Mitigating);

        Assert.EndsWith("People: @ada, @grace", await rig.TypeAsync(Some.Ada, "/incident assign"));
    }

    [Theory]
    [InlineData("@grace")]
    [InlineData("Grace")]
    [InlineData("<@grace>")]
    [InlineData("<@grace|Grace>")]
    public async Task A_person_is_meant_by_a_mention_of_any_kind(string mention)
    {
        var rig = await new ChatRig().InAsync(IncidentState.Mitigating);

        await rig.TypeAsync(Some.Ada, $"/incident assign INC-1 {mention}");

        Assert.Equal(Some.Grace.Id, rig.Room.Incident.Assignee);
    }
}
