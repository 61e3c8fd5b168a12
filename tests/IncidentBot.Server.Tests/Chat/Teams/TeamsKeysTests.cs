using IncidentBot.Chat.Teams;
using IncidentBot.Server.Tests.Chat.Slack;
using IncidentBot.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Server.Tests.Chat.Teams;

public sealed class TeamsKeysTests : IAsyncLifetime
{
    private readonly MovableTime time = new();
    private FakeTeams teams = null!;
    private TeamsKeys keys = null!;
    private TeamsAuthentication authentication = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        teams = await FakeTeams.StartAsync(time);
        var options = Options.Create(
            new TeamsOptions { AppId = FakeTeams.AppId, TenantId = FakeTeams.Tenant, Metadata = teams.Metadata, Authority = teams.Url.ToString() });
        keys = new TeamsKeys(options, time, NullLogger<TeamsKeys>.Instance);
        authentication = new TeamsAuthentication(keys, options, time);
    }

    public async ValueTask DisposeAsync()
    {
        keys.Dispose();
        await teams.DisposeAsync();
    }

    [Fact]
    public async Task Keys_are_read_once_and_again_the_next_day()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AcceptsAsync()));
        Assert.Equal(1, teams.Issuer.MetadataReads);

        time.Now += TimeSpan.FromHours(23);
        Assert.True(await AcceptsAsync());
        Assert.Equal(1, teams.Issuer.MetadataReads);

        time.Now += TimeSpan.FromHours(2);
        Assert.True(await AcceptsAsync());
        Assert.Equal(2, teams.Issuer.MetadataReads);
    }

    [Fact]
    public async Task A_new_key_is_looked_for_at_most_hourly()
    {
        Assert.True(await AcceptsAsync());
        teams.Issuer.Rotate("key-2");

        time.Now += TimeSpan.FromMinutes(59);
        Assert.False(await AcceptsAsync());
        Assert.Equal(1, teams.Issuer.MetadataReads);

        time.Now += TimeSpan.FromMinutes(2);
        Assert.True(await AcceptsAsync());
        Assert.Equal(2, teams.Issuer.MetadataReads);

        teams.Issuer.Rotate("key-3");
        for (var n = 0; n < 20; n++)
        {
            Assert.False(await AcceptsAsync());
        }

        Assert.Equal(2, teams.Issuer.MetadataReads);
    }

    [Fact]
    public async Task A_token_of_a_key_that_is_no_longer_published_is_refused_after_the_keys_were_read_again()
    {
        var old = Token();
        Assert.True(await AcceptsAsync(old));
        teams.Issuer.Rotate("key-2");
        time.Now += TimeSpan.FromMinutes(61);
        Assert.True(await AcceptsAsync());

        Assert.False(await AcceptsAsync(teams.Issuer.Token(FakeTeams.AppId, teams.ServiceUrl, header: head => head["kid"] = "key-1")));
    }

    [Fact]
    public async Task Yesterdays_keys_are_good_while_no_others_can_be_had()
    {
        Assert.True(await AcceptsAsync());
        teams.Issuer.MetadataIsAway = true;
        time.Now += TimeSpan.FromDays(2);

        Assert.True(await AcceptsAsync());
        var reads = teams.Issuer.MetadataReads;
        Assert.True(reads > 1, "the keys were not asked for again");

        Assert.True(await AcceptsAsync());
        Assert.Equal(reads, teams.Issuer.MetadataReads);
    }

    [Fact]
    public async Task Without_any_keys_nothing_can_be_judged_until_they_are_there()
    {
        teams.Issuer.MetadataIsAway = true;
        await Assert.ThrowsAsync<TeamsKeysException>(() => AcceptsAsync());
        teams.Issuer.MetadataIsAway = false;
        await Assert.ThrowsAsync<TeamsKeysException>(() => AcceptsAsync());

        time.Now += TimeSpan.FromSeconds(6);
        Assert.True(await AcceptsAsync());
    }

    [Fact]
    public async Task Garbage_makes_nobody_fetch_keys()
    {
        foreach (var garbage in (string[])["", "garbage", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
        {
            Assert.False(await AcceptsAsync(garbage));
        }

        Assert.Equal(0, teams.Issuer.MetadataReads);
    }

    private string Token() => teams.Issuer.Token(FakeTeams.AppId, teams.ServiceUrl);

    private async Task<bool> AcceptsAsync(string? token = null) => await authentication.JudgeAsync($"Bearer {token ?? Token()}", Ct) is TeamsVerdict.Accepted;
}
