using System.Net;
using System.Text.RegularExpressions;
using IncidentBot.Chat.Local;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Support;

/// <summary>The whole bot in this process, on loopback and a free port, with a store of its own. People talk to it over HTTP.</summary>
internal sealed partial class BotHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DirectoryInfo folder;
    private readonly HttpClient http;

    private BotHost(WebApplication app, DirectoryInfo folder)
    {
        this.app = app;
        this.folder = folder;
        http = new HttpClient { BaseAddress = Address };
    }

    public IServiceProvider Services => app.Services;

    public Uri Address => new(app.Urls.First());

    /// <param name="settings">As on the command line: <c>Execution:BreakGlass=true</c>.</param>
    public static async Task<BotHost> StartAsync(string redisUrl, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-host-");
        var app = Bot.Build([.. Settings(folder.FullName, redisUrl), .. settings.Select(setting => $"--{setting}")]);
        await Bot.PrepareAsync(app.Services);
        await app.StartAsync();
        return new BotHost(app, folder);
    }

    /// <summary>What production counts in minutes counts in a blink here.</summary>
    public static IEnumerable<string> Settings(string folder, string redisUrl) =>
    [
        "--Urls=http://127.0.0.1:0",
        $"--Storage:Sqlite={Path.Combine(folder, "incidentbot.db")}",
        $"--Audit:KeyFile={Path.Combine(folder, "audit.key")}",
        $"--Targets:primary:Url={redisUrl}",
        "--Redis:ConnectTimeout=00:00:00.5",
        "--Redis:ReadTimeout=00:00:00.5",
        "--Redis:CommandTimeout=00:00:01",
        "--Incidents:Soak=00:00:00.5",
        "--Incidents:SoakCheckEvery=00:00:00.2",
        "--Execution:Heartbeat=00:00:00.05",
        "--Logging:LogLevel:Default=Error",
    ];

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Types, as the page would send it.</summary>
    /// <param name="key">The request's own id; the same one again is the same request.</param>
    public Task<HttpStatusCode> SayAsync(Person who, string channel, string text, string? key = null) =>
        SendAsync(channel, new() { ["as"] = who.Id.Value, ["text"] = text, ["key"] = key ?? Guid.NewGuid().ToString("N") });

    /// <summary>Presses the button with this label, and says yes where the page asks.</summary>
    public Task<HttpStatusCode> PressAsync(Person who, ChannelMessage message, string label)
    {
        var button = message.Card.Buttons.FirstOrDefault(button => button.Label == label);
        Assert.True(button is not null, $"No button '{label}' on: {PlainText.Render(message.Card)}");
        var form = new Dictionary<string, string> { ["as"] = who.Id.Value, ["text"] = button.Command, ["key"] = Guid.NewGuid().ToString("N"), ["confirm"] = button.Confirm ?? "", ["confirmed"] = "yes" };
        if (button.OnceKey is { } once)
        {
            form["once"] = once;
        }

        return SendAsync(message.Channel.ChannelId, form);
    }

    /// <summary>Waits until the person can read a message that holds all of these.</summary>
    public async Task<ChannelMessage> SeesAsync(Person who, string channel, params string[] texts)
    {
        ChannelMessage? found = null;
        var last = "";
        try
        {
            await Eventually.TrueAsync(async () =>
            {
                var messages = await ReadAsync(who, channel);
                found = messages.LastOrDefault(message => message.Author is null && texts.All(text => PlainText.Render(message.Card).Contains(text, StringComparison.Ordinal)));
                last = string.Join("\n---\n", messages.Select(message => $"{message.Author?.Value ?? "bot"}: {PlainText.Render(message.Card)}"));
                return found is not null;
            }, $"{who.Name} sees '{string.Join("' and '", texts)}' in #{channel}");
        }
        catch (Exception e) when (found is null)
        {
            Assert.Fail($"{e.Message}\nWhat was there:\n{last}");
        }

        return found!;
    }

    public Task<IReadOnlyList<ChannelMessage>> ReadAsync(Person who, string channel) =>
        Get<IChannelLog>().ReadAsync(LocalChannels.Ref(channel), who.Id, afterRevision: 0, limit: 500, CancellationToken.None);

    /// <summary>Opens an incident and finds the channel it got.</summary>
    public async Task<string> OpenAsync(Person who, string title, Severity severity = Severity.P0)
    {
        await SayAsync(who, LocalChannels.General, $"/incident open {severity} {title}");
        var reply = await SeesAsync(who, LocalChannels.General, "opened", "It is handled in");
        return IncidentChannel().Match(PlainText.Render(reply.Card)).Value;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task<HttpStatusCode> SendAsync(string channel, Dictionary<string, string> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        using var response = await http.PostAsync($"/chat/{channel}/messages", form);
        return response.StatusCode;
    }

    [GeneratedRegex("inc-[0-9]+[a-z0-9-]*")]
    private static partial Regex IncidentChannel();
}
