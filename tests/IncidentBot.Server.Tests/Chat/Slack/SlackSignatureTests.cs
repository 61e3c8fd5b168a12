using System.Text;
using IncidentBot.Chat.Slack;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace IncidentBot.Server.Tests.Chat.Slack;

public sealed class SlackSignatureTests
{
    // From https://docs.slack.dev/authentication/verifying-requests-from-slack.
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string SentAt = "1531420618";
    private const string Body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_na"
        + "me=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2"
        + "Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8"
        + "b6703c";
    private const string Signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    private readonly MovableTime time = new() { Now = DateTimeOffset.FromUnixTimeSeconds(1531420618) };

    [Fact]
    public void The_request_of_Slacks_own_documentation_is_accepted() => Assert.Null(Refusal(SentAt, Signature, Body));

    [Theory]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void A_request_may_be_five_minutes_off_either_way(int secondsLater, bool accepted)
    {
        time.Now = time.Now.AddSeconds(secondsLater);

        Assert.Equal(accepted, Refusal(SentAt, Signature, Body) is null);
    }

    [Theory]
    [InlineData(SentAt, Signature, Body + " ")]
    [InlineData("1531420619", Signature, Body)]
    [InlineData(SentAt, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b504", Body)]
    [InlineData(SentAt, "v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", Body)]
    [InlineData(SentAt, "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", Body)]
    [InlineData(SentAt, "v0=A2114D57B48EAC39B9AD189DD8316235A7B4A8D21A10BD27519666489C69B503", Body)]
    [InlineData(SentAt, "v0=", Body)]
    [InlineData(SentAt, "", Body)]
    [InlineData(SentAt, "=", Body)]
    [InlineData(SentAt, "v0=é", Body)]
    [InlineData("", Signature, Body)]
    [InlineData("now", Signature, Body)]
    [InlineData("-1531420618", Signature, Body)]
    [InlineData(" 1531420618", Signature, Body)]
    [InlineData("1531420618.0", Signature, Body)]
    [InlineData("9223372036854775807", Signature, Body)]
    [InlineData("99999999999999999999999999", Signature, Body)]
    public void Anything_else_is_refused_and_nothing_is_thrown(string sentAt, string signature, string body) =>
        Assert.NotNull(Refusal(sentAt, signature, body));

    [Fact]
    public void Missing_and_repeated_headers_are_refused()
    {
        var check = Check(Secret);

        Assert.NotNull(check.Refusal(StringValues.Empty, Signature, Bytes(Body)));
        Assert.NotNull(check.Refusal(SentAt, StringValues.Empty, Bytes(Body)));
        Assert.NotNull(check.Refusal(new StringValues([SentAt, SentAt]), Signature, Bytes(Body)));
        Assert.NotNull(check.Refusal(SentAt, new StringValues([Signature, Signature]), Bytes(Body)));
    }

    [Fact]
    public void Another_apps_secret_does_not_do() => Assert.NotNull(Check("another-secret-altogether").Refusal(SentAt, Signature, Bytes(Body)));

    [Fact]
    public void The_reason_never_holds_the_expected_signature() =>
        Assert.DoesNotContain("a2114d57", Refusal(SentAt, "v0=0", Body), StringComparison.OrdinalIgnoreCase);

    private string? Refusal(string sentAt, string signature, string body) => Check(Secret).Refusal(sentAt, signature, Bytes(body));

    private SlackSignature Check(string secret) => new(Options.Create(new SlackOptions { SigningSecret = secret }), time);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
