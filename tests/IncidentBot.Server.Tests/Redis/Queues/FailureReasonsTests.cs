namespace IncidentBot.Redis.Queues;

public sealed class FailureReasonsTests
{
    [Theory]
    [InlineData("Gateway timeout", "Gateway timeout", "Gateway timeout")]
    [InlineData("timeout of 3000ms exceeded", "timeout of 5000ms exceeded", "timeout of …ms exceeded")]
    [InlineData("connect ECONNREFUSED 10.0.0.4:5432", "connect ECONNREFUSED 10.0.0.5:5432", "connect ECONNREFUSED …")]
    [InlineData("no user 3f2504e0-4f89-41d3-9a0c-0305e82c3301", "no user 9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d", "no user …")]
    [InlineData("  bad row 7\n    at x.js:1", "bad row 8\n    at y.js:22", "bad row …")]
    public void Reasons_that_differ_in_numbers_and_ids_are_one(string one, string other, string words) =>
        Assert.Equal([new ReasonGroup(words, 2)], FailureReasons.Group([one, other]));

    [Fact]
    public void The_commonest_comes_first_and_one_that_is_alone_keeps_its_words() =>
        Assert.Equal(
            [new ReasonGroup("no reason given", 2), new ReasonGroup("HTTP 503", 1)],
            FailureReasons.Group(["", "HTTP 503", null]));

    [Fact]
    public void A_long_one_is_cut_between_words_so_that_no_half_of_a_secret_is_left()
    {
        var start = string.Join(' ', Enumerable.Repeat("word", 22));

        Assert.Equal($"{start} …", FailureReasons.Line($"{start} redis://app:hunter2hunter2@db:6379/0"));
        Assert.Equal("no reason given", FailureReasons.Line(new string('x', 400)));
    }
}
