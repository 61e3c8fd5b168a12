using System.Diagnostics;
using System.Globalization;
using IncidentBot.Chat.Local;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Support;
using IncidentBot.Timeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IncidentBot.Redis.GameDays;

/// <summary>A whole bot, in which outages are made one after another; for each somebody opens an incident, and its finding is judged.</summary>
internal sealed class GalleryRun : IAsyncDisposable
{
    /// <summary>What a server may refuse a bot that has narrow rights, each in its turn.</summary>
    public static IReadOnlyList<string> Reads { get; } =
        ["slowlog", "client|list", "memory|usage", "latency", "time", "scan", "info", "config|get", "acl|log"];

    private static readonly string[] SlowReads = ["INFO", "SLOWLOG", "SCAN", "LATENCY", "TIME", "CLIENT LIST", "CONFIG GET"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The usual one, halved where reads are slow on purpose, and how long they are: it is the reply that comes too late.</summary>
    private static readonly (TimeSpan Limit, TimeSpan Delay) Slowly = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5));

    private readonly WebApplication app;
    private readonly DirectoryInfo folder;
    private readonly HttpClient http;
    private readonly IReadOnlyList<RespProxy> links;
    private int opened;

    private GalleryRun(WebApplication app, DirectoryInfo folder, IReadOnlyList<RespProxy> links)
    {
        this.app = app;
        this.folder = folder;
        this.links = links;
        http = LocalVisitor.Of(new Uri(app.Urls.First()), app.Services.GetRequiredService<LocalToken>());
    }

    /// <param name="settings">As on the command line.</param>
    public static Task<GalleryRun> StartAsync(params IReadOnlyList<string> settings) => StartAsync(_ => [], settings);

    /// <summary>One whose targets are reached over links on which a read can be slow.</summary>
    public static Task<GalleryRun> StartSlowAsync() => StartAsync(Link, [$"--Redis:CommandTimeout={Slowly.Limit}"]);

    private static async Task<GalleryRun> StartAsync(Func<IServiceProvider, IReadOnlyList<RespProxy>> link, IReadOnlyList<string> settings)
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-gallery-");
        var app = Bot.Build(Bot.Configure(
        [
            "--Urls=http://127.0.0.1:0",
            $"--Storage:Sqlite={Path.Combine(folder.FullName, "incidentbot.db")}",
            $"--Audit:KeyFile={Path.Combine(folder.FullName, "audit.key")}",
            "--GameDay:Enabled=true",
            "--Watch:Enabled=false",
            "--Logging:LogLevel:Default=Error",
            .. settings,
        ]));
        var links = link(app.Services);
        await Bot.PrepareAsync(app.Services);
        await app.StartAsync();
        return new GalleryRun(app, folder, links);
    }

    /// <param name="refused">A command that the servers refuse the bot; null for none.</param>
    public Task<Judged> PlayAsync(Outage outage, string? refused, CancellationToken ct) => PlayAsync(outage, refused, slow: null, ct);

    /// <summary>What takes longer than the bot waits for it: of a cluster and a pair what is asked of each server, of any other a read in its turn.</summary>
    public static string SlowRead(Outage outage, int place) => outage.Target switch
    {
        StageTargets.Cluster => "CLUSTER",
        StageTargets.Pair or StageTargets.Standby => "INFO",
        _ => SlowReads[place % SlowReads.Length],
    };

    /// <param name="slow">A command whose reply comes later than the bot waits for it; it has to be one of <see cref="StartSlowAsync"/>.</param>
    public async Task<Judged> PlaySlowAsync(Outage outage, string slow, CancellationToken ct)
    {
        var before = links.Sum(link => link.Held);
        var judged = await PlayAsync(outage, refused: null, slow, ct);
        return judged with { WasSlowed = links.Sum(link => link.Held) > before };
    }

    private async Task<Judged> PlayAsync(Outage outage, string? refused, string? slow, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience + Patience);
        var stage = app.Services.GetRequiredService<Stage>();
        try
        {
            await stage.SetAsync(outage, refused, limit.Token);
            Slow(slow);
            var since = Stopwatch.GetTimestamp();
            await OpenAsync($"/incident open P2 {outage.Title} ({++opened}) on {outage.Target}", limit.Token);
            var found = await FoundAsync(opened, since, limit.Token);
            var took = Stopwatch.GetElapsedTime(since);
            return new Judged(outage, found.Answer, outage.IsNamedIn(found.Answer, found.Healthy), took)
            {
                IsWell = found.Healthy,
                FailureClass = found.FailureClass,
                OffersFirstStep = outage.FirstStep.Length == 0
                    || (await CardAsync(opened, limit.Token)).Contains(outage.FirstStep, StringComparison.OrdinalIgnoreCase),
            };
        }
        catch (SceneException e)
        {
            return new Judged(outage, e.Message, IsRight: false, TimeSpan.Zero);
        }
        finally
        {
            Slow(null);
            await stage.ClearAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        foreach (var link in links)
        {
            await link.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    /// <summary>Before anything knows the targets: from here on they are where the links are, and the other servers reach them as before.</summary>
    private static IReadOnlyList<RespProxy> Link(IServiceProvider services)
    {
        var (targets, ports) = (services.GetRequiredService<IOptions<RedisOptions>>().Value.Targets, services.GetRequiredService<StagePorts>());
        var links = new List<RespProxy>();
        foreach (var name in StageTargets.Names.Where(name => name != StageTargets.Nowhere))
        {
            var link = new RespProxy(ports.Of(name));
            (targets[name].Url, targets[name].ReachedAt) = (link.Url, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ports.Of(name)}"));
            links.Add(link);
        }

        return links;
    }

    private void Slow(string? command)
    {
        foreach (var link in links)
        {
            link.Slow(command, Slowly.Delay);
        }
    }

    private async Task OpenAsync(string text, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["as"] = LocalPeople.Ada.Id.Value,
            ["text"] = text,
            ["key"] = Guid.NewGuid().ToString("N"),
        });
        using var response = await http.PostAsync($"/chat/{LocalChannels.General}/messages", form, ct);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The finding as people read it, with what its buttons type.</summary>
    private async Task<string> CardAsync(int number, CancellationToken ct)
    {
        var incident = await app.Services.GetRequiredService<IIncidentStore>().FindAsync(number, ct);
        var log = app.Services.GetRequiredService<IChannelLog>();
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var posted = await log.ReadAsync(incident!.Channel, LocalPeople.Ada.Id, afterRevision: 0, limit: 100, ct);
            if (posted.LastOrDefault(message => message.Card.Title.StartsWith($"{incident.Label} finding", StringComparison.Ordinal)) is { } finding)
            {
                return string.Join('\n', finding.Card.Buttons.Select(button => button.Command).Prepend(PlainText.Render(finding.Card)));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), ct);
        }
    }

    private async Task<TimelineEvent.Found> FoundAsync(int number, long since, CancellationToken ct)
    {
        var incidents = app.Services.GetRequiredService<IIncidentStore>();
        while (Stopwatch.GetElapsedTime(since) < Patience)
        {
            if (await incidents.FindAsync(number, ct) is { } incident
                && (await incidents.WholeTimelineAsync(incident.Id, ct))
                    .Select(entry => entry.What)
                    .OfType<TimelineEvent.Found>()
                    .FirstOrDefault() is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), ct);
        }

        return new TimelineEvent.Found(
            FoundBy.Assessment,
            "",
            $"nothing was found within {Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s",
            false);
    }
}

/// <param name="FirstLine">What the finding says first.</param>
/// <param name="IsRight">Whether it names the cause and its subject; of what is well, whether it is called well.</param>
/// <param name="Took">From the request until the finding was committed.</param>
internal sealed record Judged(Outage Outage, string FirstLine, bool IsRight, TimeSpan Took)
{
    /// <summary>What is said where a read was refused and nothing else was seen.</summary>
    private static readonly string[] Unsure = ["not everything could be read", "permission", "does not say", "is refused", "not known", "not seen"];

    public bool IsWell { get; init; }

    public string? FailureClass { get; init; }

    /// <summary>Whether its card says the first right step, or has a button for it.</summary>
    public bool OffersFirstStep { get; init; }

    /// <summary>Whether the bot came to ask for what was slow: of a server that is gone it asks nothing.</summary>
    public bool WasSlowed { get; init; }

    /// <summary>With a read refused, or one too slow, it may be less sure than with all of them, and may not say something else.</summary>
    public bool IsNoWorseThan(Judged whole) => IsRight || FailureClass == whole.FailureClass && IsWell == whole.IsWell
        || Unsure.Any(words => FirstLine.Contains(words, StringComparison.Ordinal));
}
