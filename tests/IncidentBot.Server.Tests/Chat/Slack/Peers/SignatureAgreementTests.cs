using System.Globalization;
using System.Text;
using IncidentBot.Chat.Slack;
using IncidentBot.Server.Tests.Support;
using Microsoft.Extensions.Options;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers;

/// <summary>Our verdict on a request is that of Slack's own library, but for differences that are meant.</summary>
public sealed class SignatureAgreementTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string Body = "command=%2Fincident&text=open+%C3%9Cberlast";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1531420618);

    private static readonly Case[] Table =
    [
        Signed("just now", Now, accepted: true),
        Signed("five minutes old", Now.AddSeconds(-300), accepted: true),
        Signed("older", Now.AddSeconds(-301), accepted: false),
        Signed("a day old", Now.AddDays(-1), accepted: false),
        Signed("a little ahead", Now.AddSeconds(300), accepted: true),
        Changed("another body", body: Body + "&x=1"),
        Changed("an empty body", body: ""),
        Changed("another second", timestamp: Seconds(Now.AddSeconds(1))),
        Changed("another secret", signature: FakeSlackRequest.Sign("another-secret-altogether", Body, Now)),
        Changed("another version", signature: "v1" + FakeSlackRequest.Sign(Secret, Body, Now)[2..]),
        Changed("upper case", signature: "v0=" + FakeSlackRequest.Sign(Secret, Body, Now)[3..].ToUpperInvariant()),
        Changed("cut short", signature: FakeSlackRequest.Sign(Secret, Body, Now)[..^1]),
        Changed("nothing after v0=", signature: "v0="),
        Changed("no signature", signature: ""),
        Changed("no number", timestamp: "now"),

        // Bolt looks only at how old a request is. A timestamp from the future would let a captured request be used for as
        // long as it is ahead, so we refuse it from five minutes on, as Slack's Python library does.
        Signed("far ahead", Now.AddSeconds(301), accepted: false) with { Bolt = true },

        // Bolt turns the header into a number and signs that; we sign the header as it came, so it has one spelling.
        Changed("the same second spelt otherwise", timestamp: Seconds(Now) + ".0") with { Bolt = true },
    ];

    [Fact]
    public async Task Bolt_and_we_agree()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var requests = Table.Select(row => new { timestamp = row.Timestamp, signature = row.Signature, body = row.Body });

        var bolt = await NodePeer.AskAsync("slack-verify.mjs", new { secret = Secret, now = Now.ToUnixTimeSeconds(), requests }, patience.Token);
        var ours = new SlackSignature(Options.Create(new SlackOptions { SigningSecret = Secret }), new MovableTime { Now = Now });

        foreach (var (index, row) in Table.Index())
        {
            Assert.True(row.Bolt == (bool)bolt[index]!, $"Bolt on: {row.Name}");
            Assert.True(row.Ours == ours.Refusal(row.Timestamp, row.Signature, Encoding.UTF8.GetBytes(row.Body)) is null, $"We on: {row.Name}");
        }
    }

    private static Case Signed(string name, DateTimeOffset at, bool accepted) =>
        new(name, Seconds(at), FakeSlackRequest.Sign(Secret, Body, at), Body, accepted, accepted);

    private static Case Changed(string name, string? timestamp = null, string? signature = null, string? body = null) =>
        new(name, timestamp ?? Seconds(Now), signature ?? FakeSlackRequest.Sign(Secret, Body, Now), body ?? Body, false, false);

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private sealed record Case(string Name, string Timestamp, string Signature, string Body, bool Bolt, bool Ours);
}
