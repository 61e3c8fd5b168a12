using System.Net;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Benchmarks.Report;

namespace IncidentBot.Benchmarks.Server;

/// <summary>
/// Somebody who types; Slack signs what they typed and passes it on. See
/// https://docs.slack.dev/authentication/verifying-requests-from-slack.
/// </summary>
/// <param name="user">Also the last part of the address at which they are answered.</param>
internal sealed class SlackPerson(QuietSlack slack, Uri bot, string user = "U0ALICE") : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private int triggers;

    /// <returns>What they are told at once.</returns>
    public async Task<string> TypeAsync(string command, string text, CancellationToken ct)
    {
        using var request = Signed(Form(command, text));
        using var answer = await http.SendAsync(request, ct);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new BenchmarkException($"The bot answered {(int)answer.StatusCode} to a slash command: {await answer.Content.ReadAsStringAsync(ct)}");
        }

        return await answer.Content.ReadAsStringAsync(ct);
    }

    public void Dispose() => http.Dispose();

    private string Form(string command, string text)
    {
        (string Name, string Value)[] fields =
        [
            ("team_id", "T0ACME"),
            ("team_domain", "acme"),
            ("channel_id", "C0INC"),
            ("channel_name", "incidents"),
            ("user_id", user),
            ("user_name", user.ToLowerInvariant()),
            ("command", command),
            ("text", text),
            ("response_url", new Uri(slack.Address, $"/commands/T0ACME/{user}").ToString()),
            ("trigger_id", $"{Interlocked.Increment(ref triggers)}.47445629121.{user.ToLowerInvariant()}"),
        ];
        return string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
    }

    private HttpRequestMessage Signed(string body)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var seal = HMACSHA256.HashData(Encoding.UTF8.GetBytes(QuietSlack.SigningSecret), Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}"));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot, "/slack/commands"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Add("X-Slack-Request-Timestamp", $"{timestamp}");
        request.Headers.Add("X-Slack-Signature", $"v0={Convert.ToHexStringLower(seal)}");
        return request;
    }
}
