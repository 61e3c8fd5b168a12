using IncidentBot.Messages;

namespace IncidentBot.Tests.Messages;

public sealed class ChannelRefTests
{
    [Theory]
    [InlineData("slack:T1:C1", "C1")]
    [InlineData("teams:tenant:19:abc@thread.tacv2", "19:abc@thread.tacv2")]
    public void A_channel_is_read_as_it_is_written(string text, string id)
    {
        Assert.Equal(id, ChannelRef.Read(text)?.ChannelId);
        Assert.Equal(text, ChannelRef.Read(text)?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("slack:T1")]
    [InlineData(":T1:C1")]
    [InlineData("slack::C1")]
    [InlineData("slack:T1:")]
    public void Anything_else_is_none(string text) => Assert.Null(ChannelRef.Read(text));
}
