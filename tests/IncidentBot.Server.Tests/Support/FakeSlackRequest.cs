using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Server.Tests.Support;

/// <summary>A request as Slack sends it. Sending the same one twice is a replay.</summary>
/// <param name="Body">Form data.</param>
internal sealed record FakeSlackRequest(string Secret, string Body, DateTimeOffset At)
{
    public string? Timestamp { get; init; } = At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public string? Signature { get; init; } = Sign(Secret, Body, At);

    /// <summary>Changed on the way, after Slack signed it.</summary>
    public FakeSlackRequest Tampered() => this with { Body = Body + "&text=more" };

    /// <summary>Signed by Slack as if it were then.</summary>
    public FakeSlackRequest SentAt(DateTimeOffset at) => new(Secret, Body, at);

    public FakeSlackRequest Unsigned() => this with { Signature = null, Timestamp = null };

    public HttpRequestMessage ToHttp(Uri to)
    {
        // Without a charset, as Slack sends it; Bolt reads nothing else as a form.
        var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        request.Headers.UserAgent.ParseAdd("Slackbot 1.0 (+https://api.slack.com/robots)");
        if (Timestamp is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", Timestamp);
        }

        if (Signature is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Signature", Signature);
        }

        return request;
    }

    public static string Sign(string secret, string body, DateTimeOffset at) =>
        "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{at.ToUnixTimeSeconds()}:{body}")));
}
