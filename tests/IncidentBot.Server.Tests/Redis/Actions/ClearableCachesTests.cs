using IncidentBot.Redis.Actions.Caches;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

public sealed class ClearableCachesTests
{
    [Theory]
    [InlineData("rl:*")]
    [InlineData("rl:[a-z]*")]
    [InlineData("cache:page:?")]
    [InlineData("bullet:*")]
    [InlineData("rqx:*")]
    public void A_family_of_keys_with_a_fixed_beginning_may_be_listed(string pattern) =>
        Assert.NotNull(Caches(pattern).Find("PRIMARY", pattern));

    [Theory]
    [InlineData("", "it has no fixed beginning.")]
    [InlineData("*", "it has no fixed beginning.")]
    [InlineData("?*", "it has no fixed beginning.")]
    [InlineData("r*", "it has no fixed beginning.")]
    [InlineData("[b]ull:*", "it has no fixed beginning.")]
    [InlineData("\\bull:*", "it has no fixed beginning.")]
    [InlineData("b?ll:*", "it has no fixed beginning.")]
    [InlineData("bu*", "BullMQ keeps its jobs there.")]
    [InlineData("bull*", "BullMQ keeps its jobs there.")]
    [InlineData("bull:*", "BullMQ keeps its jobs there.")]
    [InlineData("bull:email:completed", "BullMQ keeps its jobs there.")]
    [InlineData("rq*", "RQ keeps its jobs there.")]
    [InlineData("rq:*", "RQ keeps its jobs there.")]
    [InlineData("rq:job:*", "RQ keeps its jobs there.")]
    public void What_reaches_further_is_refused_with_the_reason_and_an_example(string pattern, string reason) =>
        Assert.Equal(
            $"Targets:primary:Caches has the pattern '{pattern}': {reason} Write a prefix and a star, for example rl:*.",
            Assert.Throws<ArgumentException>(() => Caches(pattern)).Message);

    [Fact]
    public void A_target_that_is_not_listed_allows_nothing()
    {
        Assert.Null(Caches("rl:*").Find("other", "rl:*"));
        Assert.Empty(Caches("rl:*").Of("other"));
    }

    [Fact]
    public async Task The_bot_does_not_start_with_a_pattern_that_reaches_too_far()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => BotHost.StartAsync($"redis://127.0.0.1:{FreePort.Next()}", "Targets:primary:Caches:5:Pattern=bull:*"));

        Assert.Contains("Targets:primary:Caches has the pattern 'bull:*': BullMQ keeps its jobs there.", refusal.Message, StringComparison.Ordinal);
    }

    private static ClearableCaches Caches(string pattern) =>
        new(new Dictionary<string, IReadOnlyList<CacheOptions>> { ["primary"] = [new CacheOptions { Pattern = pattern }] });
}
