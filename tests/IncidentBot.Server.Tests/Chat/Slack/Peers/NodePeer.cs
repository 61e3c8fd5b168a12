using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers;

/// <summary>A script of <c>tests/peers</c> under way: one JSON text a line in, one a line out.</summary>
internal sealed class NodePeer : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private NodePeer(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Runs a script to its end: all of the input, then the line it answers with.</summary>
    public static async Task<JsonNode> AskAsync(string script, object input, CancellationToken ct)
    {
        await using var peer = await StartAsync(script, input);
        peer.process.StandardInput.Close();
        return await peer.NextAsync(ct);
    }

    /// <summary>Starts a script that goes on until it is disposed of.</summary>
    public static async Task<NodePeer> StartAsync(string script, object settings)
    {
        await NodePackages.ReadyAsync();
        var peer = new NodePeer(Process.Start(new ProcessStartInfo("node", [script])
        {
            WorkingDirectory = NodePackages.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        await peer.process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(settings));
        await peer.process.StandardInput.FlushAsync();
        return peer;
    }

    public async Task<JsonNode> NextAsync(CancellationToken ct) =>
        await process.StandardOutput.ReadLineAsync(ct) is { } line
            ? JsonNode.Parse(line)!
            : throw new InvalidOperationException($"The peer ended without an answer: {await errors}");

    public async ValueTask DisposeAsync()
    {
        // The scripts end with their input; one that does not is stopped, by its own process.
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
