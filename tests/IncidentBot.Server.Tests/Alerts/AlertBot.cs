using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Execution;
using IncidentBot.Server.Tests.Chat.Slack;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Alerts;

/// <summary>The door for alerts and the store behind it, on a real port.</summary>
internal sealed class AlertBot : IAsyncDisposable
{
    public const string Token = "prometheus-token-1";
    public const string OtherToken = "prometheus-token-2";
    public const string Password = "basic-password-12345";
    public const string GrafanaSecret = "grafana-signing-secret";
    public const string LaxSecret = "grafana-lax-secret-12";
    public const string EventSecret = "events-signing-secret";
    public const string EventToken = "events-token-123456";
    public const string BeatToken = "heartbeat-token-1234";

    private static readonly Dictionary<string, string?> Sources = new()
    {
        ["Alerts:Sources:prom-a:Kind"] = "Alertmanager",
        ["Alerts:Sources:prom-a:Token"] = Token,
        ["Alerts:Sources:prom-b:Kind"] = "Alertmanager",
        ["Alerts:Sources:prom-b:Token"] = OtherToken,
        ["Alerts:Sources:prom-c:Kind"] = "Alertmanager",
        ["Alerts:Sources:prom-c:User"] = "alertmanager",
        ["Alerts:Sources:prom-c:Password"] = Password,
        ["Alerts:Sources:grafana:Kind"] = "Grafana",
        ["Alerts:Sources:grafana:SigningSecret"] = GrafanaSecret,
        ["Alerts:Sources:grafana-lax:Kind"] = "Grafana",
        ["Alerts:Sources:grafana-lax:SigningSecret"] = LaxSecret,
        ["Alerts:Sources:grafana-lax:RequireTimestamp"] = "false",
        ["Alerts:Sources:jobs:Kind"] = "Events",
        ["Alerts:Sources:jobs:Token"] = EventToken,
        ["Alerts:Sources:signed-jobs:Kind"] = "Events",
        ["Alerts:Sources:signed-jobs:SigningSecret"] = EventSecret,
        ["Alerts:Sources:backup:Kind"] = "Heartbeat",
        ["Alerts:Sources:backup:Token"] = BeatToken,
        ["Alerts:Sources:backup:Every"] = "1h",
        ["Alerts:Sources:other:Kind"] = "Heartbeat",
        ["Alerts:Sources:other:Token"] = "another-heartbeat-token",
        ["Alerts:Sources:other:Every"] = "1h",
    };

    private readonly WebApplication app;
    private readonly DirectoryInfo folder;
    private readonly HttpClient http;

    private AlertBot(WebApplication app, DirectoryInfo folder)
    {
        this.app = app;
        this.folder = folder;
        http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address => new(app.Urls.Single());

    public MovableTime Time => (MovableTime)app.Services.GetRequiredService<TimeProvider>();

    public CollectedLog Log => app.Services.GetRequiredService<CollectedLog>();

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<AlertBot> StartAsync(params (string Key, string? Value)[] more)
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-alerts-");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(Sources);
        builder.Configuration.AddInMemoryCollection(more.ToDictionary(setting => setting.Key, setting => setting.Value));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Sqlite"] = Path.Combine(folder.FullName, "incidentbot.db"),
            ["Audit:KeyFile"] = Path.Combine(folder.FullName, "audit.key"),
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<CollectedLog>();
        builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<CollectedLog>());
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        // What the bot itself holds a slow body to is tested, and not the web server's rule beside it.
        builder.WebHost.ConfigureKestrel(server => server.Limits.MinRequestBodyDataRate = null);
        builder.Services.AddSingleton<TimeProvider>(new MovableTime());
        builder.Services.AddSingleton(new Redactor([]));
        builder.Services.AddStorage().AddAlerts(builder.Configuration);
        var app = builder.Build();
        app.MapAlerts();
        await app.Services.GetRequiredService<StorageStart>().UpgradeAsync(CancellationToken.None);
        await app.StartAsync();
        return new AlertBot(app, folder);
    }

    public Task<(HttpStatusCode Status, string Text, HttpResponseMessage Whole)> PostAsync(
        string path, string body, string? bearer = null, string type = "application/json", params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body), [.. bearer is null ? [] : Bearer(bearer), .. headers], type);

    public async Task<(HttpStatusCode Status, string Text, HttpResponseMessage Whole)> SendAsync(
        HttpMethod method, string path, byte[] body, (string Name, string Value)[] headers, string? type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response);
    }

    public static (string Name, string Value)[] Bearer(string token) => [("Authorization", $"Bearer {token}")];

    public static (string Name, string Value)[] Basic(string user, string password) =>
        [("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}")];

    public static string Sign(string secret, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    /// <summary>Of what waits to be looked at.</summary>
    public Task<IReadOnlyList<WaitingDelivery>> WaitingAsync() => Get<IAlertInbox>().OldestAsync(1000, TestContext.Current.CancellationToken);

    public async Task<string> HealthAsync() =>
        (await Get<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Entries["Alerts"].Description!;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
