using IncidentBot.Audit;

namespace IncidentBot.Tests.Audit;

public sealed class AuditAnchorTests
{
    [Theory]
    [InlineData("128:3f9a00bb11cc", 128, "3f9a00bb11cc")]
    [InlineData("  128:3f9a00bb11cc22dd\n", 128, "3f9a00bb11cc22dd")]
    [InlineData("1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 1, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void An_anchor_is_read_as_it_is_shown(string text, long sequence, string mac)
    {
        var anchor = AuditAnchor.TryParse(text);

        Assert.Equal(new AuditAnchor(sequence, mac), anchor);
        Assert.Equal(text.Trim(), $"{anchor}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("128")]
    [InlineData("128:")]
    [InlineData(":3f9a00bb11cc")]
    [InlineData("0:3f9a00bb11cc")]
    [InlineData("-1:3f9a00bb11cc")]
    [InlineData("+1:3f9a00bb11cc")]
    [InlineData("1,28:3f9a00bb11cc")]
    [InlineData("128 :3f9a00bb11cc")]
    [InlineData("99999999999999999999:3f9a00bb11cc")]
    [InlineData("128:3f9a00bb11c")]
    [InlineData("128:3F9A00BB11CC")]
    [InlineData("128:3f9a00bb11cg")]
    [InlineData("128:3f9a00bb11cc:1")]
    [InlineData("1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0")]
    public void What_is_no_anchor_is_not_taken_for_one(string text) => Assert.Null(AuditAnchor.TryParse(text));
}
