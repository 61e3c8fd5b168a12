using IncidentBot.Chat.Slack;
using IncidentBot.Chat.Slack.Api;
using Microsoft.Extensions.Options;

namespace IncidentBot.Server.Tests.Chat.Slack.Api;

public sealed class SlackPaceTests
{
    private readonly MovableTime time = new();
    private readonly SlackPace pace;

    public SlackPaceTests() => pace = new SlackPace(Options.Create(new SlackOptions()), time);

    public static TheoryData<string> Methods => [.. SlackMethods.All.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void In_no_minute_are_there_more_calls_than_Slack_allows(string name)
    {
        var method = SlackMethods.Named(name);
        var passed = new List<DateTimeOffset>();
        for (var tick = 0; tick < 1800; tick++)
        {
            while (pace.Take("T1", method) is null)
            {
                passed.Add(time.Now);
            }

            time.Now += TimeSpan.FromSeconds(0.1);
        }

        var allowed = method.Tier switch { SlackTier.Tier2 => 20, SlackTier.Tier3 => 50, SlackTier.Tier4 => 100, SlackTier.Posting => 240, _ => 600 };
        Assert.All(passed, from => Assert.InRange(passed.Count(at => at >= from && at < from.AddMinutes(1)), 1, allowed));
        Assert.InRange(passed.Count, allowed * 2, allowed * 3);
    }

    [Fact]
    public void After_429_that_method_rests_in_that_workspace_and_nothing_else_does()
    {
        pace.Rest("T1", SlackMethods.Named("chat.update"), TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(30), pace.Take("T1", SlackMethods.Named("chat.update")));
        Assert.Null(pace.Take("T2", SlackMethods.Named("chat.update")));
        Assert.Null(pace.Take("T1", SlackMethods.Named("chat.postEphemeral")));
        Assert.Null(pace.Take("T1", SlackMethods.Named("chat.postMessage")));

        time.Now += TimeSpan.FromSeconds(30);
        Assert.Null(pace.Take("T1", SlackMethods.Named("chat.update")));
    }

    [Fact]
    public void A_method_that_nobody_listed_is_not_called() =>
        Assert.Contains("SlackMethods", Assert.Throws<ArgumentException>(() => SlackMethods.Named("admin.users.remove")).Message, StringComparison.Ordinal);
}
