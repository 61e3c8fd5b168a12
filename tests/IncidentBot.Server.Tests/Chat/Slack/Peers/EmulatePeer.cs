using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;
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
            Process.Start(new ProcessStartInfo("node", [Path.Combine(
                "node_modules",
                ".bin",
                "emulate"), "start", "--service", "slack", "--port", port.ToString(CultureInfo.InvariantCulture), "--seed", seed])
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

    /// <summary>What <c>slack-emulate.yaml</c> names, and a message that Alice wrote.</summary>
    public async Task<ContractWorkspace> WorkspaceAsync(CancellationToken ct)
    {
        var channels = await CallAsync("conversations.list", "xoxb-full", new { }, ct);
        var channel = (string)channels["channels"]!.AsArray().Single(channel => (string?)channel!["name"] == "incidents")!["id"]!;
        var theirs = await CallAsync("chat.postMessage", "xoxb-alice", new { channel, text = "hello" }, ct);
        return new ContractWorkspace(
            Api,
            new Dictionary<ContractToken, string>
            {
                [ContractToken.Full] = "xoxb-full",
                [ContractToken.Thin] = "xoxb-thin",
                [ContractToken.Stranger] = "xoxb-stranger",
                [ContractToken.App] = "xapp-1-A0BOT",
            },
            new()
            {
                ["channel"] = channel,
                ["alice"] = (string)theirs["message"]!["user"]!,
                ["bob"] = (string)(await CallAsync("auth.test", "xoxb-bob", new { }, ct))["user_id"]!,
                ["theirs"] = (string)theirs["ts"]!,
            },
            async () => (string)(await CallAsync("views.generateTriggerId", "xoxb-full", new { }, ct))["trigger_id"]!);
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

    private async Task<JsonNode> CallAsync(string method, string token, object arguments, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Api, method)) { Content = JsonContent.Create(arguments) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, ct);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(ct))!;
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
