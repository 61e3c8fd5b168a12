using IncidentBot.Actions;
using IncidentBot.Alerting;
using IncidentBot.Alerts;
using IncidentBot.Incidents;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Alerting;

public sealed class AlertRulesTests
{
    private static readonly TargetCatalogue Targets = new(
    [
        new Target("primary", "redis", "10.0.0.1:6379"),
        new Target("sessions", "redis", "10.0.0.2:6379"),
    ]);

    [Theory]
    [InlineData("critical", Severity.P0)]
    [InlineData("PAGE", Severity.P0)]
    [InlineData("warning", Severity.P2)]
    [InlineData("error", Severity.P1)]
    [InlineData("purple", Severity.P1)]
    [InlineData("", Severity.P1)]
    public void The_label_says_how_bad_it_is(string word, Severity severity) =>
        Assert.Equal(severity, new AlertRules([], Targets).Of(Notice(("severity", word))).Severity);

    [Theory]
    [InlineData("none")]
    [InlineData("info")]
    public void What_always_fires_is_no_incident(string word) =>
        Assert.Equal(AlertThen.Note, new AlertRules([], Targets).Of(Notice(("severity", word))).Then);

    [Theory]
    [InlineData("instance", "10.0.0.2:6379", "sessions")]
    [InlineData("instance", "redis://10.0.0.2:6379/", "sessions")]
    [InlineData("target", "Sessions", "sessions")]
    [InlineData("alertname", "RedisDown", "primary")]
    [InlineData("mountpoint", "/data", null)]
    [InlineData("instance", "db7:9100", null)]
    public void The_target_is_that_of_a_label_or_the_usual_one_of_its_kind(string label, string value, string? target) =>
        Assert.Equal(target, new AlertRules([], Targets).Of(Notice((label, value))).Target?.Name);

    [Fact]
    public void The_first_rule_that_fits_decides_and_what_it_leaves_open_the_labels_do()
    {
        var rules = new AlertRules(
            [
                new AlertRule("down", [Matcher("alertname=~Redis.*"), Matcher("severity=critical")])
                {
                    Target = "sessions",
                    Title = "{alertname} on {instance}{nothing}",
                },
                new AlertRule("rest", []) { Then = AlertThen.Note },
            ],
            Targets);

        var down = rules.Of(Notice(("alertname", "RedisDown"), ("severity", "critical"), ("instance", "10.0.0.1:6379")));
        var other = rules.Of(Notice(("alertname", "RedisDown"), ("severity", "warning")));

        Assert.Equal(("the rule down", AlertThen.Open, Severity.P0, "sessions", "RedisDown on 10.0.0.1:6379"),
            (down.Why, down.Then, down.Severity, down.Target!.Name, down.Title));
        Assert.Equal(("the rule rest", AlertThen.Note), (other.Why, other.Then));
    }

    [Fact]
    public void A_title_is_one_line_that_a_phone_can_show()
    {
        var verdict = new AlertRules([], Targets).Of(new AlertNotice(
            "f",
            IsFiring: true,
            new Dictionary<string, string> { ["alertname"] = "X" },
            new Dictionary<string, string> { ["summary"] = $"down\n\u202Enow {new string('x', 500)}" },
            Some.Night,
            null));

        Assert.StartsWith("down  now xxx", verdict.Title, StringComparison.Ordinal);
        Assert.Equal(120, verdict.Title.Length);
    }

    [Theory]
    [InlineData("alertname=RedisDown", true)]
    [InlineData("alertname=Redis", false)]
    [InlineData("alertname!=Redis", true)]
    [InlineData("alertname=~Redis.*", true)]
    [InlineData("alertname=~Redis", false)]
    [InlineData("alertname!~\"Redis.*|Host.*\"", false)]
    [InlineData("team=", true)]
    [InlineData("team!=", false)]
    [InlineData(" alertname = \"RedisDown\" ", true)]
    public void A_matcher_fits_as_that_of_an_Alertmanager(string text, bool fits) =>
        Assert.Equal(fits, Matcher(text).Fits(new Dictionary<string, string> { ["alertname"] = "RedisDown" }));

    [Theory]
    [InlineData("RedisDown")]
    [InlineData("=RedisDown")]
    [InlineData("alert name=x")]
    [InlineData("alertname!RedisDown")]
    [InlineData("alertname=~(")]
    [InlineData("alertname=~(?=x)")]
    public void What_is_no_matcher_is_refused_in_words(string text)
    {
        Assert.Null(LabelMatcher.Read(text, out var fault));
        Assert.NotEmpty(fault!);
    }

    private static LabelMatcher Matcher(string text) => LabelMatcher.Read(text, out _)!;

    private static AlertNotice Notice(params (string Label, string Value)[] labels) => new(
        "f", IsFiring: true, labels.ToDictionary(pair => pair.Label, pair => pair.Value), new Dictionary<string, string>(), Some.Night, null);
}
