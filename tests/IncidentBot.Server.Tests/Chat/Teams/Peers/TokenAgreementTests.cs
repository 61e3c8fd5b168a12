using IncidentBot.Chat.Teams;
using IncidentBot.Server.Tests.Chat.Slack.Peers;
using IncidentBot.Server.Tests.Support;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Server.Tests.Chat.Teams.Peers;

/// <summary>Our verdict on a token is that of Microsoft's own connector library, but for differences that are meant.</summary>
public sealed class TokenAgreementTests
{
    [Fact]
    public async Task The_connector_library_and_we_agree()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var teams = await FakeTeams.StartAsync();
        var matrix = TeamsTokenMatrix.Of(teams);
        using var keys = new TeamsKeys(Options.Create(OptionsOf(teams)), teams.Time, NullLogger<TeamsKeys>.Instance);
        var ours = new TeamsAuthentication(keys, Options.Create(OptionsOf(teams)), teams.Time);

        var theirs = await NodePeer.AskAsync("teams-tokens.mjs", new
        {
            appId = FakeTeams.AppId,
            metadata = teams.Metadata,
            serviceUrl = teams.ServiceUrl,
            requests = matrix.Select(row => new { authorization = row.Authorization, channelId = row.ChannelId }),
        }, patience.Token);

        foreach (var (index, row) in matrix.Index())
        {
            var verdict = await ours.JudgeAsync(row.Authorization, patience.Token);
            var accepted = verdict is TeamsVerdict.Accepted token && token.Covers(new Activity { ServiceUrl = teams.ServiceUrl, ChannelId = row.ChannelId });
            Assert.True(row.Microsoft == (bool)theirs[index]!, $"Microsoft on: {row.Name}");
            Assert.True(row.Ours == accepted, $"We on: {row.Name}: {verdict}");
        }
    }

    private static TeamsOptions OptionsOf(FakeTeams teams) =>
        new() { AppId = FakeTeams.AppId, TenantId = FakeTeams.Tenant, Metadata = teams.Metadata, Authority = teams.Url.ToString() };
}
