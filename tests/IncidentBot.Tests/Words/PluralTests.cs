using IncidentBot.Words;

namespace IncidentBot.Tests.Words;

public sealed class PluralTests
{
    [Theory]
    [InlineData(0, "0 jobs")]
    [InlineData(1, "1 job")]
    [InlineData(1204, "1,204 jobs")]
    public void One_job_is_a_job(long number, string shown) => Assert.Equal(shown, Plural.Of(number, "job"));

    [Fact]
    public void A_noun_may_have_a_plural_of_its_own() => Assert.Equal("2 entries are", $"{Plural.Of(2, "entry", "entries")} {Plural.Pick(2, "is", "are")}");
}
