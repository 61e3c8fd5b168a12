using System.Diagnostics;
using System.Text;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Server;
using IncidentBot.Benchmarks.Support;
using IncidentBot.Chat.Local;
using IncidentBot.Server.Tests.Chat.Local;
using IncidentBot.Storage;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Support;
using Microsoft.Extensions.Options;

namespace IncidentBot.Benchmarks.Pages;

/// <summary>A bot over a SQLite file with so many closed incidents, each with a channel of the local chat; somebody looks at its pages.</summary>
internal sealed class AgedBot : IAsyncDisposable
{
    private readonly QuietSlack slack;
    private readonly BotServer server;
    private readonly SlackPerson person;
    private readonly HttpClient visitor;

    private AgedBot(int incidents, QuietSlack slack, BotServer server, LocalToken token)
    {
        (Incidents, this.slack, this.server) = (incidents, slack, server);
        person = new SlackPerson(slack, server.Address);
        visitor = LocalVisitor.Of(server.Address, token);
    }

    public int Incidents { get; }

    public static async Task<AgedBot> StartAsync(ScratchFolder scratch, int incidents, string redisUrl, CancellationToken ct)
    {
        var folder = scratch.NewFolder();
        await using (var database = new SqliteDatabase(
            Options.Create(new StorageOptions { Sqlite = Path.Combine(folder, "incidentbot.db") }), TimeProvider.System))
        {
            await new SchemaUpgrade(database, SchemaFile.Of(database.SchemaFolder)).ApplyAsync(TimeProvider.System.GetUtcNow(), ct);
            await YearsOfIncidents.WriteAsync(database, 0, incidents, ct);
        }

        var slack = await QuietSlack.StartAsync(ct);
        var server = await BotServer.StartAsync(folder, redisUrl, ct, [.. slack.Settings, "--Local:Enabled=true"]);
        var key = new AuditKey(Options.Create(new AuditOptions { KeyFile = Path.Combine(folder, "audit.key") }));
        return new AgedBot(incidents, slack, server, new LocalToken(key));
    }

    public async Task<(double Milliseconds, double Bytes)> GetAsync(string channel, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        var page = await visitor.GetByteArrayAsync(new Uri($"/chat/{channel}?as=ada", UriKind.Relative), ct);
        return (Stopwatch.GetElapsedTime(since).TotalMilliseconds, page.Length);
    }

    /// <summary>An open page of #general, as its event stream.</summary>
    public async Task<StreamReader> FollowAsync(CancellationToken ct) =>
        new(await visitor.GetStreamAsync(new Uri("/chat/general/events?as=ada&after=1", UriKind.Relative), ct));

    /// <summary>How much an open page is sent from the first word in a new channel to the entry of that channel.</summary>
    public async Task<double> NewChannelAsync(StreamReader page, string channel, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["as"] = "ada", ["text"] = "hello", ["key"] = channel });
        using var answer = await visitor.PostAsync(new Uri($"/chat/{channel}/messages", UriKind.Relative), form, ct);
        var bytes = 0;
        while (await page.ReadLineAsync(ct) is { } line)
        {
            bytes += Encoding.UTF8.GetByteCount(line) + 1;
            if (line.Contains(channel, StringComparison.Ordinal))
            {
                return bytes;
            }
        }

        throw new BenchmarkException("The stream of the page ended.");
    }

    /// <summary>Processor time of the bot for one <c>/help</c>, answered in Slack.</summary>
    public async Task<double> HelpAsync(int times, CancellationToken ct)
    {
        var (answered, before) = (await slack.AnswersAsync(0, ct), server.Processor);
        for (var i = 0; i < times; i++)
        {
            await person.TypeAsync("/help", "", ct);
            answered = await slack.AnswersAsync(answered + 1, ct);
        }

        return (server.Processor - before).TotalMilliseconds / times;
    }

    public async Task<double> ResidentAsync(CancellationToken ct) => await server.ResidentAsync(ct) / 1e6;

    public async ValueTask DisposeAsync()
    {
        person.Dispose();
        visitor.Dispose();
        await server.DisposeAsync();
        await slack.DisposeAsync();
    }
}
