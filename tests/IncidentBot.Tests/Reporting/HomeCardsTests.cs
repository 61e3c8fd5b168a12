using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Tests.Chat;
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
        var home = new HomeCards(rig.Store.Incidents, rig.Store.Runs, Some.People, StepUp.None, new Redactor(["asked for by"]), rig.Time);

        var cards = await home.DrawAsync(Some.Grace, default);
        var shown = string.Join('\n', cards.Select(PlainText.Render));
        Assert.Contains("R-1", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("asked for by", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_more_than_a_home_shows_is_said_to_be_there()
    {
        var rig = new ChatRig();
        for (var n = 1; n <= 11; n++)
        {
            await rig.TypeAsync(Some.Ada, $"/redis clear-cache rl:{n}:*");
            if (n == 10)
            {
                Assert.DoesNotContain("There are more", await DrawAsync(), StringComparison.Ordinal);
            }
        }

        Assert.Equal(2, (await DrawAsync()).Split("There are more: /run list").Length - 1);

        // What waits for Grace, and what Ada has asked for.
        async Task<string> DrawAsync()
        {
            var home = new HomeCards(rig.Store.Incidents, rig.Store.Runs, Some.People, StepUp.None, new Redactor([]), rig.Room.Time);
            return PlainText.Render((await home.DrawAsync(Some.Grace, default))[1]) + PlainText.Render((await home.DrawAsync(Some.Ada, default))[2]);
        }
    }
}
