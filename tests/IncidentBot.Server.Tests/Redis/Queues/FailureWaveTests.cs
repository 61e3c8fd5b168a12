namespace IncidentBot.Redis.Queues;

public sealed class FailureWaveTests
{
    [Theory]
    [InlineData(4, 4, false)]
    [InlineData(5, 25, true)]
    [InlineData(5, 26, false)]
    [InlineData(5, null, true)]
    public void It_takes_five_that_are_a_fifth(int failed, int? ended, bool wave) =>
        Assert.Equal(wave, new FailureWave(failed, ended, FailureWave.Minute).IsWave);

    [Fact]
    public void What_was_mended_since_is_over() =>
        Assert.False((new FailureWave(50, 50, FailureWave.Longest) { Over = true }).IsWave);

    [Fact]
    public void The_words_have_the_numbers_the_time_and_the_reasons()
    {
        var wave = new FailureWave(120, 300, FailureWave.Minute)
        {
            Retried = 20,
            Reasons = [new("Gateway timeout", 40), new("x", 8), new("y", 1), new("z", 1)],
        };

        Assert.Equal(
            "120 of 300 jobs that ended in the last minute failed: Gateway timeout (40 of 50 looked at), x (8 of 50 looked at) "
                + "and 2 other reasons; 20 of them will be tried again",
            wave.Words);
    }
}
