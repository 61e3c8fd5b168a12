using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>What a program reads of an answer that people read as a card.</summary>
public sealed class AnswerTests
{
    private readonly ChatRig rig = new();

    [Theory]
    [InlineData("/redis ping", "Done", "")]
    [InlineData("/help", "Done", "")]
    [InlineData("/incident list", "Done", "")]
    [InlineData("/incident open P0 Redis is down", "Done", "INC-1")]
    [InlineData("/redis clear-cache rl:*", "Done", "R-1")]
    [InlineData("/redis clear-cache", "Wrong", "")]
    [InlineData("/redis pign", "Wrong", "")]
    [InlineData("/incident status", "Refused", "")]
    [InlineData("/incident severity", "Wrong", "")]
    [InlineData("/run cancel R-9", "Refused", "")]
    [InlineData("/runbook show nothing", "Wrong", "")]
    [InlineData("/link ABCDEFGHJK", "Refused", "")]
    public async Task In_a_channel_without_an_incident(string text, string outcome, string subject) => await AssertAsync(text, outcome, subject);

    [Theory]
    [InlineData("/incident status", "Done", "INC-1")]
    [InlineData("/incident note the queue is growing", "Done", "INC-1")]
    [InlineData("/incident verify", "Refused", "INC-1")]
    [InlineData("/incident approve 7c1e", "Refused", "INC-1")]
    [InlineData("/redis ping", "Done", "INC-1")]
    [InlineData("/redis clear-cache rl:*", "Done", "R-1")]
    [InlineData("/runbook next", "Refused", "INC-1")]
    public async Task In_the_channel_of_an_incident(string text, string outcome, string subject)
    {
        await rig.InAsync(IncidentState.Assessing);

        await AssertAsync(text, outcome, subject);
    }

    [Fact]
    public async Task A_refusal_names_the_rule_and_what_would_help()
    {
        await rig.TypeAsync(Some.Ada, "/run cancel R-9");

        Assert.Equal(new Outcome.Refused("There is no run R-9.", "Type /run list to see the runs under way."), rig.LastAnswer!.Outcome);
    }

    [Fact]
    public async Task What_was_not_understood_says_what_to_type()
    {
        await rig.TypeAsync(Some.Ada, "/incident severity P9");

        Assert.Equal(
            new Outcome.Wrong("severity cannot be 'P9'.", "Type /incident severity [INC-n] <P0|P1|P2>\nP0 is down, P1 degraded, P2 partly wrong."),
            rig.LastAnswer!.Outcome);
    }

    [Fact]
    public async Task What_the_bot_broke_on_has_failed()
    {
        await rig.TypeAsync(Some.Ada, "/redis ping", crashes: 3);

        Assert.Equal(new Outcome.Failed("The bot broke on this command"), rig.LastAnswer!.Outcome);
    }

    [Fact]
    public async Task One_about_a_run_that_exists_is_about_the_run()
    {
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");

        await AssertAsync("/run cancel R-1", "Done", "R-1");
        await AssertAsync("/run cancel R-1", "Refused", "R-1");
    }

    private async Task AssertAsync(string text, string outcome, string subject)
    {
        await rig.TypeAsync(Some.Ada, text);

        Assert.Equal((outcome, subject), (rig.LastAnswer!.Outcome.GetType().Name, rig.LastAnswer.Subject?.ToString() ?? ""));
    }
}
