using IncidentBot.Execution;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.Cli;

public sealed class DoctorCommandTests : IAsyncLifetime
{
    private FakeSlack slack = null!;

    public async ValueTask InitializeAsync() => slack = await FakeSlack.StartAsync();

    public ValueTask DisposeAsync() => slack.DisposeAsync();

    [Fact]
    public async Task A_connection_that_is_set_up_right_is_well_and_nothing_is_posted()
    {
        var exit = await RunAsync($"--Slack:AppToken={slack.AppToken}");

        Assert.Equal((0, ""), (exit.Code, exit.Errors));
        Assert.All(Lines(exit), line => Assert.StartsWith("✓ ok ", line, StringComparison.Ordinal));
        Assert.Contains($"speaks as @incidentbot in Acme ({FakeSlack.Team})", exit.Output, StringComparison.Ordinal);
        Assert.Contains("scopes that the bot needs", exit.Output, StringComparison.Ordinal);
        Assert.Contains("opens Socket Mode", exit.Output, StringComparison.Ordinal);
        Assert.Contains("clock is within", exit.Output, StringComparison.Ordinal);
        Assert.Contains("links to nothing: Pages:Url is not set", exit.Output, StringComparison.Ordinal);
        Assert.Equal(["auth.test", "apps.connections.open"], slack.Calls.Select(call => call.Method));
        Assert.DoesNotContain(slack.BotToken, exit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_thing_that_is_wrong_says_what_to_do()
    {
        slack.Scopes.Remove("pins:write");
        slack.Scopes.Add("admin");
        slack.ClockSkew = TimeSpan.FromSeconds(400);
        var other = slack.AddWorkspace("T0OTHER");

        var exit = await RunAsync(
            "--Slack:AppToken=xapp-wrong",
            $"--Slack:Workspaces:T0WRONG:BotToken={other}",
            "--Slack:SigningSecret=not-a-signing-secret-at-all");

        Assert.Equal(1, exit.Code);
        AssertToDo(exit, "lacks the scope pins:write, needed for the living card, pinned", "install the app again");
        AssertToDo(exit, "belongs to the workspace T0OTHER", "Slack:Workspaces:T0OTHER");
        AssertToDo(exit, "behind Slack's", "NTP");
        AssertToDo(exit, "Slack:AppToken does not work: invalid_auth", "copy it again");
        AssertToDo(exit, "Slack:SigningSecret is not 32 hexadecimal digits", "Basic Information");
        Assert.Contains("also has admin", exit.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "https://incidentbot.example.org/ops/",
        "✓ ok      slack: A card that has to be cut links to the whole of it, under https://incidentbot.example.org/ops/cards/…")]
    [InlineData("http://127.0.0.1:8080", "✓ ok      slack: A card that has to be cut links to the whole of it, under http://127.0.0.1:8080/cards/…")]
    [InlineData("http://incidentbot.example.org", "✗ wrong   slack: Pages:Url must be an https:// address")]
    public async Task It_says_whether_a_card_that_is_cut_has_a_link(string url, string said)
    {
        var exit = await RunAsync($"--Pages:Url={url}");

        Assert.Equal(said.StartsWith('✓') ? 0 : 1, exit.Code);
        Assert.Contains(Lines(exit), line => line.StartsWith(said, StringComparison.Ordinal));
        Assert.All(slack.Calls, call => Assert.Equal("auth.test", call.Method));
    }

    [Theory]
    [InlineData("token_revoked", "install the app again")]
    [InlineData("account_inactive", "install the app again")]
    [InlineData("invalid_auth", "copy it again")]
    [InlineData("internal_error", "try again")]
    public async Task A_token_that_does_not_work_is_explained(string error, string advice)
    {
        slack.FailNext("auth.test", new FakeSlackFailure(error));

        var exit = await RunAsync();

        AssertToDo(exit, $"Slack:BotToken does not work: {error}", advice);

        // The name of a secret with a colon behind it would be taken for the secret itself.
        Assert.All(Lines(exit), line => Assert.Equal(line, new Redactor([]).Clean(line)));
    }

    [Fact]
    public async Task What_is_missing_altogether_is_said_before_anything_is_asked()
    {
        var exit = await BotProcess.RunToEndAsync("doctor", "slack");
        var half = await BotProcess.RunToEndAsync("doctor", "slack", $"--Slack:BotToken={slack.BotToken}", $"--Slack:ApiUrl={slack.ApiUrl}");
        var away = await BotProcess.RunToEndAsync(
            "doctor",
            "slack",
            $"--Slack:BotToken={slack.BotToken}",
            "--Slack:SigningSecret=0123456789abcdef0123456789abcdef",
            "--Slack:ApiUrl=http://127.0.0.1:1/api/");
        var mistyped = await BotProcess.RunToEndAsync("doctor", "slak");

        AssertToDo(exit, "Slack is not configured", "Slack:BotToken");
        AssertToDo(half, "Slack:SigningSecret is missing", "Slack:AppToken");
        AssertToDo(away, "127.0.0.1 could not be reached", "Slack:ApiUrl");
        Assert.Equal((1, 1, 1, 2), (exit.Code, half.Code, away.Code, mistyped.Code));
        Assert.Contains("doctor slack", mistyped.Errors, StringComparison.Ordinal);
        Assert.Empty(slack.Calls);
    }

    private Task<BotExit> RunAsync(params string[] more) =>
        BotProcess.RunToEndAsync(["doctor", "slack", .. slack.Settings.Select(setting => $"--{setting.Key}={setting.Value}"), .. more]);

    private static string[] Lines(BotExit exit) => exit.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static void AssertToDo(BotExit exit, params string[] texts) =>
        Assert.Contains(
            Lines(exit),
            line => line.StartsWith("✗ wrong ", StringComparison.Ordinal) && texts.All(text => line.Contains(text, StringComparison.Ordinal)));
}
