using System.Net;
using System.Security.Cryptography;
using IncidentBot.Chat;
using IncidentBot.Chat.Local;
using IncidentBot.Commands;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IncidentBot.Server.Tests.Chat.Local;

/// <summary>The local chat in a real Kestrel on a free port, over a store in memory.</summary>
public sealed class LocalChatHost : IAsyncLifetime
{
    private const string PretendedRemote = "Test-Remote-Address";

    private static readonly (string Name, string Usage, string Help)[] Commands =
    [
        ("/help", "/help", "What makes sense next"),
        ("/incident open", "/incident open [P0|P1|P2] <title>", "Open an incident"),
        ("/incident resolve", "/incident resolve", "Say that it is over"),
        ("/redis ping", "/redis ping [target]", "Ask the target for a PONG, stage by stage"),
        ("/redis memory", "/redis memory [target]", "What fills the memory"),
        ("/run cancel", "/run cancel <run>", "Stop a run"),
    ];

    private static readonly string[] Pings = ["/redis ping on primary", "/redis ping on crowded"];

    /// <summary>Of one command.</summary>
    private static readonly Form Form = new("Post a status update", "Post", "/incident update INC-7 {to} {text}",
    [
        new FormField.Choice("to", "Who?", [new("all", "Everybody"), new("us", "Responders")]),
        new FormField.Text("text", "How do things stand?", 20) { Multiline = true, Hint = "Everybody reads it." },
    ]);

    private static readonly AuditKey Key = new(Options.Create(new AuditOptions { Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) }));

    private readonly InMemoryWakeUp wakeUp = new();
    private WebApplication? app;

    public LocalChatHost() => Log = new InMemoryChannelLog(wakeUp);

    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);
    internal InMemoryChannelLog Log { get; }
    internal UnreadInbox Inbox { get; } = new();
    internal LocalToken Token { get; } = new(Key);
    internal LocalPlatform Platform => app!.Services.GetRequiredService<LocalPlatform>();

    public HttpClient Client { get; private set; } = new();
    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await StartAsync("http://127.0.0.1:0");
        Address = app!.Urls.Single();
        var (name, value) = Token.CookieAt(new Uri(Address).Port);
        Client = NewClient();
        Client.DefaultRequestHeaders.Add("Cookie", $"{name}={value}");
    }

    /// <summary>Of somebody who does not know the token.</summary>
    public HttpClient NewClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Address) };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
    }

    public Task StartAgainAsync() => StartAsync(Address);

    public async Task StopAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
            app = null;
        }
    }

    public Task<HttpResponseMessage> SendAsync(string channel, params (string Name, string Value)[] fields) =>
        Client.SendAsync(FormRequest(channel, fields), TestContext.Current.CancellationToken);

    public static HttpRequestMessage FormRequest(string channel, params (string Name, string Value)[] fields) =>
        new(HttpMethod.Post, $"/chat/{channel}/messages")
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };

    public static HttpRequestMessage From(HttpRequestMessage request, string remoteAddress)
    {
        request.Headers.Add(PretendedRemote, remoteAddress);
        return request;
    }

    /// <summary>Names, and behind a ping its targets. What there is to complete is the kernel's to test.</summary>
    private static Completion Complete(string typed, IReadOnlyList<string> earlier) =>
        typed.StartsWith("/redis ping ", StringComparison.Ordinal)
            ? new(
                [.. Pings.Where(line => line.StartsWith(typed, StringComparison.Ordinal) && line != typed)
                    .Select(line => new Suggestion($"{line} ", line["/redis ping ".Length..], "redis://127.0.0.1:6379"))],
                "on <target>: the name of a target, such as primary")
        : typed.StartsWith("/redis clear-cache ", StringComparison.Ordinal)
            ? new([.. earlier.Where(line => line.StartsWith(typed, StringComparison.Ordinal)).Select(line => new Suggestion(line, line, "typed before"))],
                "pattern: which keys, such as rl:*")
        : new(
            [.. Commands.Where(command => command.Name.StartsWith(typed, StringComparison.Ordinal))
                .Select(command => new Suggestion($"{command.Name} ", command.Usage, command.Help))],
            IsHalf: Commands.Any(command => command.Name.StartsWith(typed, StringComparison.Ordinal)) && Commands.All(command => command.Name != typed));

    private async Task StartAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IChannelLog>(Log);
        builder.Services.AddSingleton<IWakeUp>(wakeUp);
        builder.Services.AddSingleton<IInbox>(Inbox);
        builder.Services.AddSingleton<CompletionOf>((typed, _, earlier, _) => Task.FromResult(Complete(typed, earlier)));
        builder.Services.AddSingleton<FormFor>((command, _, _, _, _) => Task.FromResult(command == "/incident update INC-7" ? Form : null));
        builder.Services.AddSingleton(Key);
        builder.Services.AddSingleton(new Redactor(["correct-horse"]));
        builder.Services.AddLocalChat();
        builder.Configuration["Local:KeepAlive"] = KeepAlive.ToString();

        app = builder.Build();
        app.Use((http, next) =>
        {
            if (http.Request.Headers.TryGetValue(PretendedRemote, out var remote))
            {
                http.Connection.RemoteIpAddress = IPAddress.Parse(remote.ToString());
            }

            return next(http);
        });
        app.MapLocalChat();
        await app.StartAsync();
    }
}
