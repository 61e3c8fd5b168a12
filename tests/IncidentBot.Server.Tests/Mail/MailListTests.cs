using IncidentBot.Incidents;
using IncidentBot.Server.Tests.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Mail;

/// <summary>Which lists are told of an incident: whoever was told of the start is told of the end.</summary>
public sealed class MailListTests
{
    private const string Shop = "shop@example.org";

    [Fact]
    public async Task A_list_that_it_comes_to_concern_is_told_from_then_on_and_goes_on_being_told_when_it_no_longer_does()
    {
        await using var server = await MailServer.StartAsync();
        await using var rig = await MailRig.MakeAsync(server.Port);
        var incident = await rig.OpenAsync(made => made with { Severity = Severity.P2 });
        incident = await rig.SayAsync(incident, new TimelineEvent.StatusUpdated("looking"));
        Assert.Equal(0, await rig.SendAsync());

        incident = await rig.SayAsync(incident with { Severity = Severity.P0 }, new TimelineEvent.Changed(IncidentField.Severity, "P2", "P0"));
        incident = await rig.SayAsync(incident with { Severity = Severity.P2 }, new TimelineEvent.Changed(IncidentField.Severity, "P0", "P2"));
        await rig.MoveAsync(incident, IncidentState.Cancelled, "a mistake");
        await rig.SendAsync();

        Assert.Equal(["goes on, and you are told of it from now on", "is P2 now", "is cancelled"], Heads(server));
    }

    [Fact]
    public async Task The_end_reaches_those_who_were_told_of_the_start_whatever_the_settings_say_by_then()
    {
        await using var server = await MailServer.StartAsync();
        await using var rig = await MailRig.MakeAsync(server.Port, ("To:shop:Addresses:0", Shop));
        var incident = await rig.OpenAsync();
        await rig.SendAsync();

        await rig.RestartAsync(
            ("To:shop:Addresses:0", null), ($"To:{MailRig.List}:Severities", "P2"), ($"To:{MailRig.List}:Addresses:0", "new@example.org"));
        await rig.MoveAsync(incident, IncidentState.Resolved);
        await rig.SendAsync();

        Assert.Equal(
            [MailRig.Cto, "new@example.org", Shop],
            server.Taken.Where(letter => letter.Text.Contains("is resolved", StringComparison.Ordinal)).SelectMany(letter => letter.To).Order());
    }

    [Fact]
    public async Task The_end_is_told_once_and_again_after_it_was_taken_up_again()
    {
        await using var server = await MailServer.StartAsync();
        await using var rig = await MailRig.MakeAsync(server.Port);
        var incident = await rig.MoveAsync(await rig.OpenAsync(), IncidentState.Resolved);
        incident = await rig.MoveAsync(incident, IncidentState.Closed);
        incident = await rig.MoveAsync(incident with { MitigatedAt = null }, IncidentState.Assessing, "it is back");
        incident = await rig.MoveAsync(incident, IncidentState.Resolved);
        await rig.MoveAsync(incident, IncidentState.Closed);
        await rig.SendAsync();

        Assert.Equal(["has begun", "is resolved", "is not over, and is reopened", "is resolved"], Heads(server));
    }

    [Fact]
    public async Task Nobody_is_told_of_a_private_incident_nor_of_a_drill_that_is_not_asked_for()
    {
        await using var server = await MailServer.StartAsync();
        await using var rig = await MailRig.MakeAsync(server.Port, ("To:trainers:Addresses:0", "train@example.org"), ("To:trainers:Kinds", "Drill"));
        var secret = await rig.OpenAsync(made => made with { IsPrivate = true });
        secret = await rig.SayAsync(secret, new TimelineEvent.StatusUpdated("found it"));
        await rig.MoveAsync(secret, IncidentState.Resolved);
        await rig.OpenAsync(made => made with { Kind = IncidentKind.Drill });
        await rig.SendAsync();

        var letter = Assert.Single(server.Taken);
        Assert.Equal(["train@example.org"], letter.To);
        Assert.StartsWith("[DRILL] P0 ", letter.Subject, StringComparison.Ordinal);
        Assert.Contains("This is a drill: nothing has happened", letter.Text, StringComparison.Ordinal);
        Assert.Contains("This is a drill: nothing has happened", letter.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_a_service_is_told_once_somebody_says_that_it_is_affected()
    {
        await using var server = await MailServer.StartAsync();
        await using var rig = await MailRig.MakeAsync(server.Port, ($"To:{MailRig.List}:Services", "Checkout"));
        var incident = await rig.OpenAsync();
        foreach (var service in (string[])["search", "checkout"])
        {
            incident = await rig.SayAsync(
                incident with { Impacts = [.. incident.Impacts, new Impact(service, "slow", IsStruck: false, null, null, Some.Ada, Some.Now)] },
                new TimelineEvent.ImpactStated(service, "slow", null, null));
        }

        await rig.SendAsync();
        Assert.Equal(["goes on, and you are told of it from now on"], Heads(server));
    }

    private static IEnumerable<string> Heads(MailServer server) => server.Taken.Select(letter =>
    {
        var line = letter.Text.Split('\n')[0];
        return line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..line.IndexOf(':', StringComparison.Ordinal)];
    });
}
