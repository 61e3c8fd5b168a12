using IncidentBot.Chat.Slack;

namespace IncidentBot.Server.Tests.Chat.Slack;

public sealed class SlackTicketTests
{
    [Theory]
    [InlineData("https://hooks.slack.com/commands/T1/2/x", true)]
    [InlineData("https://HOOKS.slack.com/commands/T1/2/x", true)]
    [InlineData("http://hooks.slack.com/commands/T1/2/x", false)]
    [InlineData("https://hooks.slack.com:8443/x", false)]
    [InlineData("https://hooks.slack.com.evil.example/x", false)]
    [InlineData("https://hooks.slack.com@evil.example/x", false)]
    [InlineData("https://evil.example/hooks.slack.com", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    [InlineData("http://127.0.0.1:6379/", false)]
    [InlineData("http://localhost/x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/x", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Answers_go_to_Slacks_hosts_only(string? url, bool allowed) => Assert.Equal(allowed, SlackTicket.Read(url, new SlackOptions()) is not null);

    [Theory]
    [InlineData("https://hooks.slack-gov.com/x", true)]
    [InlineData("https://hooks.slack.com/x", false)]
    public void The_configured_hosts_take_the_place_of_the_default(string url, bool allowed) =>
        Assert.Equal(allowed, SlackTicket.Read(url, new SlackOptions { AllowedResponseHosts = ["hooks.slack-gov.com"] }) is not null);

    [Theory]
    [InlineData("http://127.0.0.1:4500/response/1", true)]
    [InlineData("http://[::1]:4500/response/1", true)]
    [InlineData("http://10.0.0.1/response/1", false)]
    public void A_Slack_on_this_machine_answers_on_this_machine(string url, bool allowed) =>
        Assert.Equal(allowed, SlackTicket.Read(url, new SlackOptions { ApiUrl = "http://127.0.0.1:4500/api/" }) is not null);
}
