using System.Text;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis;

public sealed class KeyspaceSamplerTests
{
    [Theory]
    [InlineData("rl:user:1", "rl:*")]
    [InlineData("bull:email:wait", "bull:email:*")]
    [InlineData("bull:email:repeat:nightly:1", "bull:email:*")]
    [InlineData("bull:email", "bull:*")]
    [InlineData("bull::x", "bull:*")]
    [InlineData("rq:job:1", "rq:*")]
    [InlineData(":x", ":*")]
    [InlineData("plain", "(no colon)")]
    [InlineData("", "(no colon)")]
    [InlineData("a\nb:c", "a?b:*")]
    public void A_key_belongs_to_its_first_word_and_a_bullmq_key_to_its_queue(string key, string prefix) =>
        Assert.Equal(prefix, KeyPrefix.Of(Encoding.UTF8.GetBytes(key)));

    [Fact]
    public async Task A_small_database_is_counted_not_guessed()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 300, 50), ("bull:email:", 10, 5000), ("plain", 3, 10));
        await using var session = await SessionAsync(server);

        var sample = await new KeyspaceSampler(TimeProvider.System).TakeAsync(session, TestRedis.Token, TimeSpan.FromMinutes(1));

        Assert.True(sample.ScanComplete);
        Assert.Equal((313, 313, 313), (sample.DatabaseSize, sample.Scanned, sample.Measured));
        Assert.Equal(["bull:email:*", "rl:*", "(no colon)"], sample.Prefixes.Select(prefix => prefix.Prefix));
        Assert.Equal([10, 300, 3], sample.Prefixes.Select(prefix => prefix.Keys));
        Assert.Equal("all 313 keys measured", sample.Basis);
        Assert.True(sample.Prefixes[0].IsQueue);
    }

    [Fact]
    public async Task Out_of_time_it_extrapolates_and_says_so()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 60_000, 100), ("sess:", 20_000, 100));
        await using var session = await SessionAsync(server);

        var sample = await new KeyspaceSampler(TimeProvider.System).TakeAsync(session, TestRedis.Token, TimeSpan.FromMilliseconds(20));

        Assert.False(sample.ScanComplete);
        Assert.Equal(80_000, sample.DatabaseSize);
        Assert.InRange(sample.Scanned, 500, 79_999);
        Assert.StartsWith("a sample: ", sample.Basis, StringComparison.Ordinal);
        Assert.Equal(["rl:*", "sess:*"], sample.Prefixes.Select(prefix => prefix.Prefix));
        Assert.InRange(sample.Share(sample.Prefixes[0]), 0.65, 0.85);
        Assert.InRange(sample.Prefixes.Sum(prefix => prefix.Keys), 79_990, 80_010);
        var used = (await RedisInfo.ReadAsync(session, TestRedis.Token)).Memory.Dataset!.Value;
        Assert.InRange(sample.Bytes / (double)used, 0.7, 1.3);
    }

    [Fact]
    public async Task An_empty_database_is_no_trouble()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await SessionAsync(server);

        var sample = await new KeyspaceSampler(TimeProvider.System).TakeAsync(session, TestRedis.Token);

        Assert.Empty(sample.Prefixes);
        Assert.Equal(0, sample.Bytes);
    }

    private static Task<IRedisSession> SessionAsync(RedisServer server) =>
        new RedisSessions(RedisEndpoint.Parse(server.Url), new RedisTls(), TestRedis.Patient, TimeProvider.System).OpenAsync(TestRedis.Token);
}
