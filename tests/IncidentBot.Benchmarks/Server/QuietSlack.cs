using System.Collections.Concurrent;
using System.Diagnostics;
using IncidentBot.Benchmarks.Report;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Benchmarks.Server;

/// <summary>A Slack that takes everything at once and counts it; what somebody waits for is handed on.</summary>
internal sealed class QuietSlack : IAsyncDisposable
{
    public const string SigningSecret = "8f742231b10e8888abcd99yyyzzz85a5";

    private static readonly TimeSpan DeliveryLimit = TimeSpan.FromSeconds(60);

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<Func<string, string, bool>, TaskCompletionSource<string>> awaited = new();
    private int taken;

    private QuietSlack(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    public string[] Settings => [$"--Slack:SigningSecret={SigningSecret}", "--Slack:BotToken=xoxb-benchmark", $"--Slack:ApiUrl={new Uri(Address, "/api/")}"];

    public static async Task<QuietSlack> StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var slack = new QuietSlack(builder.Build());
        slack.app.MapPost("/{**path}", slack.TakeAsync);
        await slack.app.StartAsync(ct);
        return slack;
    }

    /// <summary>Waits, for a while, until the bot has said this much.</summary>
    /// <returns>How much it has said.</returns>
    public async Task<int> AnswersAsync(int expected, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref taken) < expected && Stopwatch.GetElapsedTime(since) < DeliveryLimit)
        {
            await Task.Delay(20, ct);
        }

        return Volatile.Read(ref taken) >= expected
            ? taken
            : throw new BenchmarkException($"The bot answered {taken} of {expected} commands within {DeliveryLimit.TotalSeconds:0} s.");
    }

    /// <summary>The next thing that is said there and holds the text. To be asked for before what brings it.</summary>
    /// <param name="path">What the path ends with; empty for wherever it is said.</param>
    public Task<string> NextAsync(string path, string text)
    {
        var next = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        awaited[(to, body) => to.EndsWith(path, StringComparison.Ordinal) && body.Contains(text, StringComparison.Ordinal)] = next;
        return next.Task.WaitAsync(DeliveryLimit);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<ContentHttpResult> TakeAsync(HttpRequest request)
    {
        Interlocked.Increment(ref taken);
        if (!awaited.IsEmpty)
        {
            using var reader = new StreamReader(request.Body);
            var body = await reader.ReadToEndAsync();
            foreach (var (isIt, next) in awaited)
            {
                if (isIt(request.Path.Value!, body))
                {
                    awaited.TryRemove(isIt, out _);
                    next.TrySetResult(body);
                }
            }
        }

        return TypedResults.Text("""{"ok":true,"channel":"C0INC","ts":"1605853645.582706"}""", "application/json");
    }
}
