using IncidentBot.Support;

namespace IncidentBot.Redis.Peers;

public sealed class ClusterMemberTests
{
    private static readonly NodeAddress Here = new("10.0.0.9", 7000);

    [Theory]
    [InlineData("ab 10.0.0.1:7001@17001,host-1 myself,master - 0 0 1 connected 0-5460 5470 [93->-cd]", "10.0.0.1:7001", "slots 0-5460, 5470 (5,462)")]
    [InlineData("ab :7000@17000 myself,master - 0 0 1 connected", "10.0.0.9:7000", "no slots")]
    [InlineData("ab ::1:7001@17001 slave cd 0 0 1 connected", "[::1]:7001", "no slots")]
    [InlineData("ab :0@0 master,fail?,noaddr - 0 0 1 disconnected", null, null)]
    [InlineData("", null, null)]
    public void A_line_is_read(string line, string? address, string? slots)
    {
        var member = ClusterMember.Parse(line, Here);

        Assert.Equal(address, member?.Address.ToString());
        Assert.Equal(slots, member is null ? null : SlotRange.Words(member.Slots));
    }

    [Fact]
    public void Failed_and_suspected_are_two_things()
    {
        Assert.True(ClusterMember.Parse("ab 10.0.0.1:7001@17001 master,fail - 0 0 1 connected 0-1", Here) is { Failed: true, Suspected: false });
        Assert.True(ClusterMember.Parse("ab 10.0.0.1:7001@17001 master,fail? - 0 0 1 connected 0-1", Here) is { Failed: false, Suspected: true });
    }

    [Theory]
    [InlineData("0-16383", "")]
    [InlineData("", "0-16383")]
    [InlineData("5-9 0-2 100-16383", "3-4 10-99")]
    [InlineData("0-10 5-16382", "16383")]
    public void Slots_that_nobody_owns_are_found(string owned, string missing) =>
        Assert.Equal(
            missing,
            string.Join(' ', SlotRange.Missing(owned.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => SlotRange.Parse(text)!))));

    [Fact]
    public async Task A_key_is_in_the_slot_that_the_server_says()
    {
        await using var server = await RedisServer.StartAsync("--cluster-enabled", "yes");

        foreach (var key in new[] { "foo", "incidentbot:canary:0123456789abcdef", "ä", "123456789" })
        {
            Assert.Equal((await server.AskAsync("CLUSTER", "KEYSLOT", key)).AsLong(), ClusterSlot.Of(key));
        }
    }
}
