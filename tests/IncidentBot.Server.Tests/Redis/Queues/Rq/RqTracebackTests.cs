using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Queues.Rq;

public sealed class RqTracebackTests
{
    [Fact]
    public void A_line_that_only_points_at_the_one_before_says_nothing()
    {
        var text = new RespValue.Text("    return divide(\n    ~~~~~~^^^\nValueError: no total\n    ^^^^\n");

        Assert.Equal(["return divide(", "ValueError: no total"], RqTraceback.LastLines(RespValue.Nil.Instance, text, most: 2));
    }
}
