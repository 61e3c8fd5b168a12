using System.Diagnostics;
using IncidentBot.Support;

namespace IncidentBot.Alerts;

/// <summary>
/// A real Prometheus, Alertmanager and redis exporter on loopback, with ports and a folder of their own; they end with the test. The rule
/// that they watch fires where a Redis is down, or its memory is nearly full.
/// </summary>
internal sealed class PrometheusStack : IAsyncDisposable
{
    private const string Rules = """
        groups:
          - name: redis
            rules:
              - alert: RedisDown
                expr: redis_up == 0
                labels: { severity: critical }
                annotations: { summary: "Redis {{ $labels.instance }} does not answer" }
              - alert: RedisMemoryHigh
                expr: redis_memory_used_bytes / (redis_memory_max_bytes > 0) > 0.9
                labels: { severity: critical }
                annotations: { summary: "Memory of Redis {{ $labels.instance }} is nearly full" }
        """;

    private readonly List<Process> processes = [];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-prometheus-");

    private PrometheusStack(int alertmanager) => Alertmanager = new Uri($"http://127.0.0.1:{alertmanager}");

    public Uri Alertmanager { get; }

    /// <summary>Its address is known before it runs, because the bot asks it.</summary>
    public static PrometheusStack Prepare() => new(FreePort.Next());

    /// <param name="saysTheEnd">False where the notice of an end is lost.</param>
    public async Task StartAsync(string redisUrl, Uri bot, string token, bool saysTheEnd = true)
    {
        var (exporter, prometheus) = (FreePort.Next(), FreePort.Next());
        await WriteAsync("rules.yml", Rules);
        await WriteAsync("alertmanager.yml", $$"""
            route: { receiver: bot, group_by: [instance], group_wait: 0s, group_interval: 500ms, repeat_interval: 4h }
            receivers:
              - name: bot
                webhook_configs:
                  - url: "{{bot}}alerts/alertmanager"
                    send_resolved: {{(saysTheEnd ? "true" : "false")}}
                    http_config: { authorization: { credentials: {{token}} } }
            """);
        await WriteAsync("prometheus.yml", $$"""
            global: { scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms }
            alerting: { alertmanagers: [{ static_configs: [{ targets: ["{{Alertmanager.Authority}}"] }] }] }
            rule_files: [rules.yml]
            scrape_configs:
              - job_name: redis
                metrics_path: /scrape
                params: { target: ["{{redisUrl}}"] }
                static_configs: [{ targets: ["127.0.0.1:{{exporter}}"], labels: { instance: "{{redisUrl}}" } }]
            """);
        Run("prometheus-redis-exporter", $"-redis.addr={redisUrl}", $"-web.listen-address=127.0.0.1:{exporter}");
        Run(
            "prometheus-alertmanager",
            $"--config.file={Path("alertmanager.yml")}",
            $"--storage.path={Path("alertmanager")}",
            $"--web.listen-address={Alertmanager.Authority}",
            "--cluster.listen-address=");
        Run(
            "prometheus",
            $"--config.file={Path("prometheus.yml")}",
            $"--storage.tsdb.path={Path("prometheus")}",
            $"--web.listen-address=127.0.0.1:{prometheus}");
        using var http = new HttpClient();
        foreach (var ready in new[] { new Uri(Alertmanager, "/-/ready"), new Uri($"http://127.0.0.1:{prometheus}/-/ready") })
        {
            await Eventually.TrueAsync(async () => await IsReadyAsync(http, ready), $"{ready} answers");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri address)
    {
        try
        {
            using var answer = await http.GetAsync(address);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Run(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        processes.Add(process);
    }

    private string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path(name), text);
}
