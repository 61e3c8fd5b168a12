using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using IncidentBot.Support;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers;

/// <summary>The npm package emulate, a Slack that others wrote, as a process of its own on loopback.</summary>
internal sealed class EmulatePeer : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient http = new();

    private EmulatePeer(Process process, int port)
    {
        this.process = process;
        Api = new Uri($"http://127.0.0.1:{port}/api/");
    }

    public Uri Api { get; }

    /// <param name="seed">The file with its workspace; a relative one is in <c>tests/peers</c>.</param>
    public static async Task<EmulatePeer> StartAsync(CancellationToken ct, string seed = "slack-emulate.yaml")
    {
        await NodePackages.ReadyAsync();
        var port = FreePort.Next();
        var peer = new EmulatePeer(
            Process.Start(new ProcessStartInfo("node", [Path.Combine("node_modules", ".bin", "emulate"), "start", "--service", "slack", "--port", port.ToString(CultureInfo.InvariantCulture), "--seed", seed])
            {
                WorkingDirectory = NodePackages.Folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!,
            port);
        _ = peer.process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _ = peer.process.StandardError.ReadToEndAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => peer.AnswersAsync(ct), "emulate answers");
        return peer;
    }

    public async Task<string> ChannelAsync(string name, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Api, "conversations.list"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "xoxb-full");
        using var response = await http.SendAsync(request, ct);
        var channels = JsonNode.Parse(await response.Content.ReadAsStringAsync(ct))!["channels"]!.AsArray();
        return (string)channels.Single(channel => (string?)channel!["name"] == name)!["id"]!;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        try
        {
            using var response = await http.PostAsync(new Uri(Api, "auth.test"), content: null, ct);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
