using IncidentBot.Audit;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Audit;

public sealed class AuditChainTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public void A_short_key_is_refused(int bytes) =>
        Assert.StartsWith(
            $"The audit key has {bytes} bytes; at least 32 are needed.",
            Assert.Throws<ArgumentException>(() => new AuditChain(new byte[bytes])).Message);

    [Fact]
    public void A_key_of_32_bytes_is_enough() => Assert.Equal(0, new AuditChain(new byte[32]).Origin.Sequence);

    /// <summary>Computed by another program: what was chained by an older bot must still verify.</summary>
    [Fact]
    public void The_links_stay_what_they_have_always_been()
    {
        var entry = new AuditEntry(Some.Night, Some.Ada.Id, AuditKind.Approved, "R-1");

        var (record, head) = Some.Chain.Append(Some.Chain.Origin, entry);

        Assert.Equal("15456a65e349536d5b19adcbcd81e14a5f7699ea61579674b6bcaa47036a722b", Some.Chain.Origin.Seal);
        Assert.Equal("767e273befe01501cacb3807432f3f3864bb3cd2980e16000102f72aa8d914c0", record.Mac);
        Assert.Equal(new AuditHead(1, record.Mac, "d9e1d5e5fc32999291a31401f30f5a3dd607454cb629becad92efc4a55ed306d"), head);
    }

    [Fact]
    public void A_link_depends_on_the_key_the_link_before_the_place_and_the_entry()
    {
        var other = new AuditChain([.. Enumerable.Repeat((byte)8, 32)]);
        string[] links =
        [
            Some.Chain.Mac("aa", 1, "{}"), other.Mac("aa", 1, "{}"), Some.Chain.Mac("ab", 1, "{}"),
            Some.Chain.Mac("aa", 2, "{}"), Some.Chain.Mac("aa", 1, "{ }"),
            Some.Chain.Seal(1, "aa").Seal, Some.Chain.Seal(2, "aa").Seal, other.Seal(1, "aa").Seal,
        ];

        Assert.Equal(links.Length, links.Distinct().Count());
        Assert.Equal(links[0], Some.Chain.Mac("aa", 1, "{}"));
        Assert.All(links, link => Assert.Matches("^[0-9a-f]{64}$", link));
    }
}
