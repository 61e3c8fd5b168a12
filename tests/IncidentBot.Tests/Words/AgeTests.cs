using IncidentBot.Words;

namespace IncidentBot.Tests.Words;

public sealed class AgeTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("5M", 300)]
    [InlineData("2h", 7_200)]
    [InlineData("1d", 86_400)]
    [InlineData("2w", 1_209_600)]
    public void An_age_is_a_number_and_its_unit(string text, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), Age.Read(text));
        Assert.Null(Age.Fault(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("0m")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData("5 m")]
    [InlineData("5y")]
    [InlineData("36501d")]
    [InlineData("2147483647w")]
    [InlineData("99999999999d")]
    public void Anything_else_is_told_how_one_is_written(string text)
    {
        Assert.Null(Age.Read(text));
        Assert.Equal("is no age. Write a number with s, m, h, d or w, such as 5m.", Age.Fault(text));
    }
}
