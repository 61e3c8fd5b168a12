using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace IncidentBot.Server.Tests.Support;

/// <summary>A request as Slack sends it. Sending the same one twice is a replay.</summary>
/// <param name="Body">Form data, or JSON for an event.</param>
internal sealed record FakeSlackRequest(string Secret, string Body, DateTimeOffset At)
{
    public string? Timestamp { get; init; } = At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public string? Signature { get; init; } = Sign(Secret, Body, At);

    public const string Form = "application/x-www-form-urlencoded";
    public const string Json = "application/json";

    public string ContentType { get; init; } = Form;

    /// <summary>1 to 3 when an event is sent again.</summary>
    public int RetryNumber { get; init; }

    public string? RetryReason { get; init; }

    /// <summary>Changed on the way, after Slack signed it.</summary>
    public FakeSlackRequest Tampered() => this with { Body = Body + "&text=more" };

    /// <summary>Signed by Slack as if it were then.</summary>
    public FakeSlackRequest SentAt(DateTimeOffset at) => new(Secret, Body, at) { ContentType = ContentType };

    public FakeSlackRequest Unsigned() => this with { Signature = null, Timestamp = null };

    public HttpRequestMessage ToHttp(Uri to)
    {
        // Without a charset, as Slack sends it; Bolt reads nothing else as a form.
        var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        request.Headers.UserAgent.ParseAdd("Slackbot 1.0 (+https://api.slack.com/robots)");
        if (Timestamp is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", Timestamp);
        }

        if (Signature is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Signature", Signature);
        }

        if (RetryNumber > 0)
        {
            request.Headers.Add("X-Slack-Retry-Num", RetryNumber.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("X-Slack-Retry-Reason", RetryReason);
        }

        return request;
    }

    /// <summary>The same request as it comes down a socket.</summary>
    public (string Type, JsonObject Payload) ToEnvelope()
    {
        if (ContentType == Json)
        {
            return ("events_api", JsonNode.Parse(Body)!.AsObject());
        }

        var fields = HttpUtility.ParseQueryString(Body);
        return fields["payload"] is { } payload
            ? ("interactive", JsonNode.Parse(payload)!.AsObject())
            : ("slash_commands", new JsonObject(
                fields.AllKeys.Select(key => KeyValuePair.Create(key!, (JsonNode?)(key == "is_enterprise_install" ? fields[key] == "true" : fields[key])))));
    }

    public static string Sign(string secret, string body, DateTimeOffset at) =>
        "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{at.ToUnixTimeSeconds()}:{body}")));
}
