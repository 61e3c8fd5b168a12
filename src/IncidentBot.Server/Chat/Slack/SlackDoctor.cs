using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using IncidentBot.Chat.Slack.Api;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Settings;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Asks Slack what it thinks of the settings. Calls auth.test and apps.connections.open and nothing else: both leave
/// nothing behind that anybody sees.
/// </summary>
internal sealed partial class SlackDoctor(SlackOptions options, HttpClient http, TimeProvider time)
{
    /// <summary>Slack and the bot refuse what is five minutes off; this leaves room for the clock to drift on.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(1);

    public static async IAsyncEnumerable<(bool IsWell, string Line)> CheckAsync(WebApplicationBuilder bot, [EnumeratorCancellation] CancellationToken ct)
    {
        var options = bot.Configuration.Read<SlackOptions>(SlackOptions.Section);
        if (!options.IsEnabled)
        {
            yield return (false, "Slack is not configured: set Slack:BotToken, and Slack:AppToken for Socket Mode or Slack:SigningSecret for HTTP.");
            yield break;
        }

        if (new SlackOptionsCheck().Validate(null, options) is { Failed: true } faults)
        {
            foreach (var fault in faults.Failures)
            {
                yield return (false, fault);
            }

            yield break;
        }

        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = options.CallTimeout };
        await foreach (var line in new SlackDoctor(options, http, TimeProvider.System).ExamineAsync(ct))
        {
            yield return line;
        }

        foreach (var line in PageOptionsCheck.Examine(bot.Configuration))
        {
            yield return line;
        }
    }

    private async IAsyncEnumerable<(bool IsWell, string Line)> ExamineAsync([EnumeratorCancellation] CancellationToken ct)
    {
        if (!string.IsNullOrWhiteSpace(options.BotToken))
        {
            await foreach (var line in TokenAsync("Slack:BotToken", options.BotToken, workspace: null, ct))
            {
                yield return line;
            }
        }

        foreach (var (workspace, own) in options.Workspaces)
        {
            await foreach (var line in TokenAsync($"Slack:Workspaces:{workspace}:BotToken", own.BotToken!, workspace, ct))
            {
                yield return line;
            }
        }

        if (options.TakesHttp)
        {
            yield return SigningSecret().IsMatch(options.SigningSecret!)
                ? (true, "Slack:SigningSecret has the shape of one. Whether it is the right one shows with the first request.")
                : (false, "Slack:SigningSecret is not 32 hexadecimal digits: copy the Signing Secret from the app's Basic Information "
                    + "page, not the Client Secret or the Verification Token.");
        }

        if (options.TakesSocket)
        {
            yield return await SocketModeAsync(ct);
        }
    }

    private async IAsyncEnumerable<(bool IsWell, string Line)> TokenAsync(
        string setting,
        string token,
        string? workspace,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var (reply, headers, trouble) = await CallAsync("auth.test", token, ct);
        if (reply is not { Ok: true })
        {
            yield return (false, $"{setting} does not work: {trouble}");
            yield break;
        }

        var team = reply.Read<string>("team_id") ?? "";
        yield return (workspace is null || workspace == team, workspace) switch
        {
            (false, _) => (false, $"{setting} belongs to the workspace {team}: put it under Slack:Workspaces:{team}."),
            _ when options.Teams.Count > 0 && !options.Teams.Contains(team) =>
                (false, $"{setting} belongs to the workspace {team}, which Slack:Teams does not name: add it there."),
            _ => (true, $"{setting} speaks as @{reply.Read<string>("user")} in {reply.Read<string>("team")} ({team})."),
        };

        foreach (var line in Scopes(setting, headers!))
        {
            yield return line;
        }

        if (Clock(headers!) is { } clock)
        {
            yield return clock;
        }
    }

    private static IEnumerable<(bool IsWell, string Line)> Scopes(string setting, HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("X-OAuth-Scopes", out var values))
        {
            yield return (false, $"Which scopes {setting} has, the answer does not say. Is something other than Slack at Slack:ApiUrl?");
            yield break;
        }

        var granted = values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        var missing = SlackMethods.Scopes.Where(needed => !granted.Contains(needed.Scope)).ToList();
        foreach (var (scope, why) in missing)
        {
            yield return (
                false,
                $"{setting} lacks the scope {scope}, needed for {why}. Add it under OAuth & Permissions, Bot Token Scopes, and install the app again.");
        }

        if (missing.Count == 0)
        {
            yield return (true, $"{setting} has the {SlackMethods.Scopes.Count} scopes that the bot needs.");
        }

        if (granted.Except(SlackMethods.Scopes.Select(needed => needed.Scope)).Order().ToList() is { Count: > 0 } more)
        {
            yield return (true, $"{setting} also has {string.Join(", ", more)}, which the bot does not need.");
        }
    }

    private (bool IsWell, string Line)? Clock(HttpResponseHeaders headers)
    {
        if (headers.Date is not { } slacks)
        {
            return null;
        }

        var ahead = time.GetUtcNow() - slacks;
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(ahead.TotalSeconds):0} s");
        return ahead.Duration() <= MostSkew
            ? (true, $"This machine's clock is within {seconds} of Slack's.")
            : (false, $"This machine's clock is {seconds} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} Slack's, "
                + "and requests more than 300 s off are refused: set it by NTP.");
    }

    private async Task<(bool IsWell, string Line)> SocketModeAsync(CancellationToken ct)
    {
        var (reply, _, trouble) = await CallAsync("apps.connections.open", options.AppToken!, ct);
        return reply is { Ok: true }
            ? (true, "Slack:AppToken opens Socket Mode.")
            : (false, $"Slack:AppToken {(reply?.Error == "missing_scope"
                ? "lacks the scope connections:write. Make another app-level token with it on the app's Basic Information page."
                : $"does not work: {trouble}")}");
    }

    private async Task<(ApiReply? Reply, HttpResponseHeaders? Headers, string? Trouble)> CallAsync(string method, string token, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.ApiBase, method)) { Content = new FormUrlEncodedContent([]) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await http.SendAsync(request, ct);
            var reply = JsonSerializer.Deserialize<ApiReply>(await response.Content.ReadAsStringAsync(ct), SlackJson.Options);
            return (
                reply,
                response.Headers,
                reply is null or { Ok: true } ? null : $"{reply.Error}. {SlackErrors.Remedy(reply) ?? "That passes: try again in a minute."}");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (null, null, $"{options.ApiBase.Host} "
                + $"{(e is JsonException ? "answered with something that is not Slack's" : "could not be reached")}: check Slack:ApiUrl, "
                + "the network and a proxy between.");
        }
    }

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.NonBacktracking)]
    private static partial Regex SigningSecret();
}
