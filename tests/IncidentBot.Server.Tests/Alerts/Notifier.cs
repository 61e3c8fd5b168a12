using System.Net;
using System.Net.Http.Headers;

namespace IncidentBot.Alerts;

/// <summary>Posts as an Alertmanager does: what was answered 5xx, or not at all, is said again until it is stored.</summary>
/// <param name="bot">Where the bot listens now: one that was started again has another port.</param>
internal sealed class Notifier(Func<Uri> bot, string token, int connections) : IDisposable
{
    /// <summary>An Alertmanager waits for longer each time; here nobody else is waiting.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections })
    {
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private int again;

    /// <summary>How often something had to be said again.</summary>
    public int Again => Volatile.Read(ref again);

    /// <summary>Ends when it is stored.</summary>
    public async Task SendAsync(Notification notification, CancellationToken ct)
    {
        var body = notification.ToBody();
        while (!await IsTakenAsync(body, ct))
        {
            Interlocked.Increment(ref again);
            await Task.Delay(Pause, ct);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<bool> IsTakenAsync(byte[] body, CancellationToken ct)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using var answer = await http.PostAsync(new Uri(bot(), "/alerts/alertmanager"), content, ct);
            return answer.StatusCode == HttpStatusCode.OK || ((int)answer.StatusCode >= 500
                ? false
                : throw new InvalidOperationException($"Answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}"));
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
