using IncidentBot.Words;

namespace IncidentBot.Tests.Words;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("two\nlines\tand a tab", "two\nlines\tand a tab")]
    [InlineData("a\u001b[31mred\u0007", "a[31mred")]
    [InlineData("user\u202Etxt.exe\u2066", "usertxt.exe")]
    public void Lines_lose_what_does_not_show(string text, string shown) => Assert.Equal(shown, Printable.Lines(text));

    [Fact]
    public void Half_of_a_character_is_seen_as_one_that_is_missing() => Assert.Equal("half \ufffd", Printable.Lines($"half {'\ud83d'}"));

    [Theory]
    [InlineData("two\nlines\tand a tab", "two\nlines and a tab")]
    [InlineData("a\u001b[31mred", "a [31mred")]
    [InlineData("zero\u200bwidth", "zero width")]
    public void Nothing_is_left_that_could_steer_a_terminal(string text, string shown) => Assert.Equal(shown, Printable.Spaced(text));

    [Fact]
    public void What_is_no_text_in_a_name_is_seen() => Assert.Equal("a?b?", Printable.Marked("a\u0000b\ufffd"));
}
