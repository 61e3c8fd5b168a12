using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Tests.Execution;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Reporting;

/// <summary>A home is drawn when it is opened, and goes past everything that looks at what is said.</summary>
public sealed class HomeCardsTests
{
    [Fact]
    public async Task It_has_no_secret()
    {
        var rig = new ExecutionRig();
        await rig.RequestAsync(Some.Ada);
        var home = new HomeCards(rig.Store.Incidents, rig.Store.Runs, Some.People, new Redactor(["asked for by"]), rig.Time);

        var cards = await home.DrawAsync(Some.Grace, default);
        var shown = string.Join('\n', cards.Select(PlainText.Render));
        Assert.Contains("R-1", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("asked for by", shown, StringComparison.Ordinal);
    }
}
