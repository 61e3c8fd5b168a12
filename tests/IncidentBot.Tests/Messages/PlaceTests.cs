using IncidentBot.Messages;

namespace IncidentBot.Tests.Messages;

public sealed class PlaceTests
{
    private static readonly ChannelRef Thread = new("teams", "72f988bf-0000-41af-91ab-2d7cd011db47", "19:incidents@thread.tacv2;incident=7");

    [Fact]
    public void A_channel_is_called_by_its_name_by_its_id_or_by_its_platform()
    {
        Assert.Equal("in #inc-7", Place.Plain($"in {Place.Of(new("slack", "T1", "C1"), "#inc-7")}"));
        Assert.Equal("in C1", Place.Plain($"in {Place.Of(new("slack", "T1", "C1"))}"));
        Assert.Equal("in Teams", Place.Plain($"in {Place.Of(Thread)}"));
    }

    [Fact]
    public void An_id_with_colons_comes_back_whole()
    {
        ChannelRef? found = null;
        Place.Replace(Place.Of(Thread), (channel, name) =>
        {
            found = channel;
            return name;
        });

        Assert.Equal(Thread, found);
    }

    [Fact]
    public void A_name_that_no_token_can_hold_stays_a_name() => Assert.Equal("a|b", Place.Of(new("slack", "T1", "C1"), "a|b"));
}
