using System.Net.Http.Headers;
using System.Text.Json;

namespace IncidentBot.Server.Tests.Chat.Local;

/// <summary>Reads server-sent events as a browser does.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage response;
    private readonly StreamReader lines;
    private readonly CancellationTokenSource limit;

    private EventReader(HttpResponseMessage response, Stream stream, CancellationTokenSource limit)
    {
        this.response = response;
        this.limit = limit;
        lines = new StreamReader(stream);
    }

    public HttpContentHeaders Headers => response.Content.Headers;

    public List<string> Comments { get; } = [];

    public static Task<EventReader> OpenAsync(LocalChatHost host, string path, long? lastEventId = null) => OpenAsync(host.Client, path, lastEventId);

    public static async Task<EventReader> OpenAsync(HttpClient client, string path, long? lastEventId = null)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is { } id)
        {
            request.Headers.Add("Last-Event-ID", id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        return new EventReader(response, await response.Content.ReadAsStreamAsync(limit.Token), limit);
    }

    public async Task<SentEvent> NextAsync(string kind)
    {
        while (true)
        {
            var next = await NextAsync();
            if (next.Kind == kind)
            {
                return next;
            }
        }
    }

    public void Dispose()
    {
        lines.Dispose();
        response.Dispose();
        limit.Dispose();
    }

    private async Task<SentEvent> NextAsync()
    {
        var (id, kind, data) = ((string?)null, "message", (string?)null);
        while (await lines.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Length == 0 && data is not null)
            {
                return new SentEvent(id, kind, data);
            }

            if (line.StartsWith(':'))
            {
                Comments.Add(line);
            }

            var (field, value) = line.Split(": ", 2) is [var name, var rest] ? (name, rest) : (line, "");
            (id, kind, data) = field switch
            {
                "id" => (value, kind, data),
                "event" => (id, value, data),
                "data" => (id, kind, value),
                _ => (id, kind, data),
            };
        }

        throw new EndOfStreamException("The stream ended.");
    }
}

internal sealed record SentEvent(string? Id, string Kind, string Data)
{
    public JsonElement Json => JsonDocument.Parse(Data).RootElement;

    public string? Text(string name) => Json.GetProperty(name).GetString();
}
