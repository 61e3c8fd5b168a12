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
    [MemberData(nameof(Characters))]
    public void What_does_not_show_shows_in_a_title_as_well(int code) => Assert.DoesNotContain(
        char.ConvertFromUtf32(code), Invisible.Shown($"a{char.ConvertFromUtf32(code)}b"), StringComparison.Ordinal);

    [Theory]
    [InlineData("❤️ is a picture")]
    [InlineData("👩‍💻 and 👩🏽‍🚒, 🏳️‍🌈")]
    [InlineData("1️⃣ first")]
    [InlineData("می‌خواهم and क्‍ष")]
    public void What_holds_an_emoji_or_a_word_together_stays_in_a_title(string title)
    {
        Assert.Same(title, Invisible.Shown(title));
        Assert.NotEqual(title, Invisible.Escaped(title));
    }

    [Theory]
    [InlineData("a\u200db")]
    [InlineData("👩‍ and")]
    [InlineData("a\uFE0Fb")]
    public void What_holds_nothing_together_is_shown(string title) => Assert.Equal(Invisible.Escaped(title), Invisible.Shown(title));

    [Theory]
    [InlineData("\u001b[2Jgone", "\\u001B[2Jgone")]
    [InlineData("\u001b]8;;http://evil\u001b\\here\u001b]8;;\u001b\\", "\\u001B]8;;http://evil\\u001B\\here\\u001B]8;;\\u001B\\")]
    [InlineData("one\rtwo\b\a\0", "one\\u000Dtwo\\u0008\\u0007\\u0000")]
    [InlineData("\u009b1A\u007f", "\\u009B1A\\u007F")]
    [InlineData("two\nlines\tand a tab", "two\nlines\tand a tab")]
    public void What_steers_a_terminal_is_shown(string text, string shown)
    {
        Assert.Equal(shown, Invisible.Escaped(text));
        Assert.Equal(shown, Invisible.Shown(text));
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
