using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IncidentBot.Demo;

/// <summary>A person at the local chat: sends the forms that the page would send, and reads the events that the page reads.</summary>
internal sealed partial class Visitor(Uri chat, string name) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient http = new() { BaseAddress = chat, Timeout = Timeout.InfiniteTimeSpan };

    public string Name => name;

    private string As => name.ToLowerInvariant();

    private string Token => chat.Query.TrimStart('?');

    public Task TypeAsync(string channel, string text, CancellationToken ct) =>
        SendAsync(channel, new() { ["text"] = text, ["key"] = Guid.NewGuid().ToString("N") }, ct);

    /// <summary>Presses a button of a message: sends every field of its form, and says yes where the page asks.</summary>
    public Task PressAsync(ChatMessage message, string label, CancellationToken ct)
    {
        var form = Forms().Matches(message.Html).FirstOrDefault(form => Texts().Replace(form.Value, "").Contains(label, StringComparison.Ordinal))
            ?? throw new DemoException($"The message has no button '{label}': {message.Text}");
        var fields = Fields().Matches(form.Value).ToDictionary(field => field.Groups[1].Value, field => WebUtility.HtmlDecode(field.Groups[2].Value));
        fields["key"] = Guid.NewGuid().ToString("N");
        fields["confirmed"] = "yes";
        return SendAsync(message.Channel, fields, ct);
    }

    /// <summary>Reads the channel until a message fits, and hands over each version of each message on the way.</summary>
    public async Task<ChatMessage> WaitForAsync(string channel, string what, Func<ChatMessage, bool> fits, Action<ChatMessage> seen, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            using var stream = await http.GetStreamAsync($"/chat/{channel}/events?as={As}&{Token}", limit.Token);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(limit.Token))
            {
                if (item.EventType == "message" && JsonSerializer.Deserialize<ChatMessage>(item.Data, JsonSerializerOptions.Web) is { } message)
                {
                    seen(message);
                    if (fits(message))
                    {
                        return message;
                    }
                }
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new DemoException($"Waited {Patience.TotalSeconds:0} s in #{channel} for {what}, and it did not come.");
        }

        throw new DemoException($"The bot ended the events of #{channel} while {what} was waited for.");
    }

    /// <summary>The page of a channel, which also lists the other channels.</summary>
    public async Task<string> PageAsync(string channel, CancellationToken ct) => await http.GetStringAsync($"/chat/{channel}?as={As}&{Token}", ct);

    public void Dispose() => http.Dispose();

    private async Task SendAsync(string channel, Dictionary<string, string> fields, CancellationToken ct)
    {
        fields["as"] = As;
        using var form = new FormUrlEncodedContent(fields);
        using var response = await http.PostAsync($"/chat/{channel}/messages?{Token}", form, ct);
        if (!response.IsSuccessStatusCode)
        {
            throw new DemoException($"The bot did not take '{fields["text"]}': {await response.Content.ReadAsStringAsync(ct)}");
        }
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Texts();

    [GeneratedRegex("""<input[^>]*name="(\w+)"[^>]*value="([^"]*)"[^>]*>""", RegexOptions.Singleline)]
    private static partial Regex Fields();
}

/// <summary>One version of a message, as an event carries it.</summary>
internal sealed record ChatMessage(string Id, string Channel, string Html, string Text, bool Mine);
