using IncidentBot.Words;

namespace IncidentBot.Tests.Words;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(9, "9 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KB")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(512L * 1024 * 1024, "512 MB")]
    [InlineData(-3L * 1024, "-3 KB")]
    [InlineData(5_000_000_000_000_000, "4547 TB")]
    public void Sizes_have_the_unit_that_makes_them_short(long bytes, string shown) => Assert.Equal(shown, Figures.Bytes(bytes));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.0004, "under 1 %")]
    [InlineData(0.58, "58 %")]
    [InlineData(1.2, "120 %")]
    public void A_little_is_not_nothing(double share, string shown) => Assert.Equal(shown, Figures.Percent(share));

    [Theory]
    [InlineData(-1, "░░░░░░░░░░")]
    [InlineData(0.09, "░░░░░░░░░░")]
    [InlineData(0.43, "████░░░░░░")]
    [InlineData(7, "██████████")]
    public void A_bar_fills_a_box_for_each_tenth_that_is_done(double share, string shown) => Assert.Equal(shown, Figures.Bar(share));

    [Fact]
    public void Counts_are_grouped_and_names_are_not() =>
        Assert.Equal(("1,204,118", "16384"), (Figures.Count(1_204_118), Figures.Plain(16384)));
}
