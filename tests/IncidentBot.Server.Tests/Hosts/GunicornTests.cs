using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using IncidentBot.Support;

namespace IncidentBot.Hosts;

/// <summary>A real gunicorn on a socket file of its own.</summary>
public sealed class GunicornTests : IAsyncLifetime
{
    private HostScene scene = null!;
    private Process master = null!;

    private string Socket => Path.Combine(scene.Folder, "s");

    public async ValueTask InitializeAsync()
    {
        scene = new HostScene(
            "Services:web:Manager=gunicorn",
            "Services:web:PidFile=FOLDER/pid",
            "Services:web:Settle=00:00:01",
            "Services:stale:Manager=gunicorn",
            "Services:stale:PidFile=FOLDER/stale");
        await ServeAsync("one");
        var start = new ProcessStartInfo("gunicorn", ["-w", "2", "-b", $"unix:{Socket}", "--pid", Path.Combine(
            scene.Folder,
            "pid"), "--chdir", scene.Folder, "--graceful-timeout", "5", "app:app"])
        { RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        master = Process.Start(start)!;
        master.ErrorDataReceived += (_, _) => { };
        master.BeginErrorReadLine();
        await Eventually.TrueAsync(async () => await AskAsync() == "one", "gunicorn serves the first version");
        await Eventually.TrueAsync(
            async () => (await scene.ReadAsync("status web")).Answer.Contains("2 workers", StringComparison.Ordinal),
            "both workers run");
    }

    public async ValueTask DisposeAsync()
    {
        if (!master.HasExited)
        {
            master.Kill(entireProcessTree: true);
            await master.WaitForExitAsync();
        }

        master.Dispose();
        await scene.DisposeAsync();
    }

    [Fact]
    public async Task A_reload_serves_new_code_from_new_workers_under_the_same_master()
    {
        var before = await scene.ReadyAsync("restart web");
        Assert.Equal($"Would reload web on app1: kill -HUP {master.Id}", before.Summary);
        Assert.Null(before.CannotBeUndone);
        Assert.Equal("one", await AskAsync());
        await ServeAsync("two");

        var ran = await scene.RunAsync("restart web");

        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.StartsWith($"web runs and has stayed up for 1 s: master with 2 workers, for ", ran.Verified.Answer, StringComparison.Ordinal);
        Assert.Equal("two", await AskAsync());
        var after = (await scene.ReadyAsync("restart web")).Pins["processes"].Split(' ');
        Assert.Equal($"{master.Id}", after[0]);
        Assert.Equal(3, after.Length);
        Assert.Empty(after[1..].Intersect(before.Pins["processes"].Split(' ')[1..]));
    }

    [Fact]
    public async Task New_code_that_does_not_start_is_not_verified()
    {
        await File.WriteAllTextAsync(Path.Combine(scene.Folder, "app.py"), "raise RuntimeError('broken')\n");

        var ran = await scene.RunAsync("restart web");

        Assert.False(ran.Verified.Holds, ran.Verified.Answer);
    }

    [Fact]
    public async Task A_reload_that_did_not_happen_is_not_verified()
    {
        var verified = await scene.VerifyAsync(scene.Call("restart", "web"), await scene.ReadyAsync("restart web"));

        Assert.False(verified.Holds);
        Assert.Matches(@"^worker \d+ is still an old one", verified.Answer);
    }

    [Fact]
    public async Task Who_has_the_id_of_a_dead_master_gets_no_signal()
    {
        await File.WriteAllTextAsync(Path.Combine(scene.Folder, "stale"), $"{Environment.ProcessId}\n");

        var refused = await scene.RefusedAsync("restart stale");

        Assert.StartsWith($"app1: gunicorn is not running: the process that {scene.Folder}/stale names is gone.", refused.Rule, StringComparison.Ordinal);
        Assert.False((await scene.ReadAsync("status stale")).Healthy);
    }

    [Fact]
    public async Task Its_workers_are_listed_with_it()
    {
        var report = await scene.ReadAsync("ps web");

        Assert.StartsWith("web on app1: 3 processes", report.Answer, StringComparison.Ordinal);
        Assert.All(report.Evidence, line => Assert.Contains("gunicorn", line, StringComparison.Ordinal));
        Assert.Contains("gunicorn keeps no log that can be asked for", (await scene.ReadAsync("logs web")).Answer, StringComparison.Ordinal);
    }

    private async Task ServeAsync(string version) =>
        await File.WriteAllTextAsync(
            Path.Combine(scene.Folder, "app.py"),
            $"def app(environ, start_response):\n    start_response('200 OK', [('Content-Length', '{version.Length}')])\n    return [b'{version}']\n");

    private async Task<string?> AskAsync()
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket));
            await socket.SendAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray());
            using var reader = new StreamReader(new NetworkStream(socket), Encoding.ASCII);
            return (await reader.ReadToEndAsync()).Split("\r\n\r\n")[^1];
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }
}
