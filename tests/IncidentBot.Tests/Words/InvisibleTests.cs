using IncidentBot.Words;

namespace IncidentBot.Tests.Words;

public sealed class InvisibleTests
{
    private static readonly (int First, int Last)[] Ranges =
        [(0x00AD, 0x00AD), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x2064), (0x2066, 0x2069), (0xFEFF, 0xFEFF), (0x3164, 0x3164), (0xE0041, 0xE0041)];

    public static IEnumerable<TheoryDataRow<int>> Characters() => Ranges
        .SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1))
        .Select(code => new TheoryDataRow<int>(code));

    [Theory]
    [MemberData(nameof(Characters))]
    public void What_does_not_show_is_found_taken_out_and_shown(int code)
    {
        var text = $"a{char.ConvertFromUtf32(code)}b";

        Assert.True(Invisible.IsIn(text));
        Assert.Equal("ab", Invisible.Stripped(text));
        Assert.Equal(code > 0xFFFF ? $"a\\U{code:X8}b" : $"a\\u{code:X4}b", Invisible.Escaped(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("rl:*")]
    [InlineData("Zürich, naïve, 東京, 🙂, …")]
    public void What_shows_stays(string text)
    {
        Assert.False(Invisible.IsIn(text));
        Assert.Equal(text, Invisible.Stripped(text));
        Assert.Equal(text, Invisible.Escaped(text));
    }
}
