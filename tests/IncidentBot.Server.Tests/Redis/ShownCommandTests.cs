using IncidentBot.Redis.Info;

namespace IncidentBot.Redis;

/// <summary>Everybody may read which key is the cause, and nobody whose session it is.</summary>
public sealed class ShownCommandTests
{
    [Theory]
    [InlineData("feed:global", "feed:global")]
    [InlineData("leaderboard", "leaderboard")]
    [InlineData("sess:9f8e7d6c5b4a", "sess:*")]
    [InlineData("sess:AbCdEfGh", "sess:*")]
    [InlineData("customer:42:orders", "customer:*")]
    [InlineData("cart:abcdefghijklmnopqrstuvwxyz", "cart:*")]
    [InlineData("9f8e7d6c5b4a", "9f8e…")]
    public void A_key_is_whole_where_it_is_of_a_programmers_words_alone(string key, string shown) => Assert.Equal(shown, ShownCommand.Key(key));
}
