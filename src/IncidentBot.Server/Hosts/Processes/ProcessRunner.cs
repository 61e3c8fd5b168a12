using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace IncidentBot.Hosts.Processes;

/// <summary>
/// Starts programs: argv as it is, an environment that was made and not inherited, output that is bounded, a time limit. Whoever
/// stops waiting stops the program, and with it all that it has started.
/// </summary>
internal sealed class ProcessRunner(TimeProvider time)
{
    // See errno(3), and execve(2) for what starting a program can end with.
    private const int NoEntry = 2;
    private const int AccessDenied = 13;
    private const int TextFileBusy = 26;

    // A child that outlives its parent can keep the pipes open: what has been said by then is what counts.
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Dying = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    // A program that was just installed can still be open for writing, in whoever wrote it or in what that has forked since.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromMilliseconds(20);

    /// <param name="progress">Told the seconds since the start and the last line, once a second, when it takes longer than two.</param>
    public async Task<ProcessResult> RunAsync(ProcessOrder order, Action<TimeSpan, string?>? progress, CancellationToken ct)
    {
        var (path, exists) = ProgramSearch.Find(order.Command.Program, order.Environment.GetValueOrDefault("PATH", ""));
        if (path is null)
        {
            return NotStarted(order, exists ? ProcessEnd.NotPermitted : ProcessEnd.NotInstalled);
        }

        ct.ThrowIfCancellationRequested();
        var started = time.GetTimestamp();
        using var process = Prepare(order, path);
        if (await StartAsync(process, started, ct) is { } fault)
        {
            return fault.NativeErrorCode == AccessDenied
                ? NotStarted(order, ProcessEnd.NotPermitted)
                : NotStarted(order, ProcessEnd.NotStarted, fault.NativeErrorCode == NoEntry
                    ? $"{path} is there, and what its first line calls for is not"
                    : Marshal.GetPInvokeErrorMessage(fault.NativeErrorCode));
        }

        var (output, errors) = (new CappedText(order.MaxCharacters), new CappedText(order.MaxCharacters));
        var talking = Task.WhenAll(ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, errors), WriteAsync(process, order.Stdin));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var clock = new CancellationTokenSource(order.TimeLimit, time);
        using var either = clock.Token.Register(limit.Cancel);
        var timedOut = false;
        using (progress is null ? null : Report(progress, output, errors, started))
        {
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync(process);
                ct.ThrowIfCancellationRequested();
                timedOut = true;
            }
        }

        await Task.WhenAny(talking, Task.Delay(Drain, time, CancellationToken.None));
        return new ProcessResult(
            order.Command.ToString(),
            order.Command.Program,
            timedOut ? ProcessEnd.TimedOut : ProcessEnd.Exited,
            timedOut ? -1 : process.ExitCode,
            output.ToString(),
            errors.ToString(),
            time.GetElapsedTime(started));
    }

    /// <returns>Why it was not started; null where it was.</returns>
    private async Task<Win32Exception?> StartAsync(Process process, long since, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                process.Start();
                return null;
            }
            catch (Win32Exception e) when (e.NativeErrorCode == TextFileBusy && time.GetElapsedTime(since) < Settling)
            {
                await Task.Delay(BetweenStarts, time, ct);
            }
            catch (Win32Exception e)
            {
                return e;
            }
        }
    }

    private static Process Prepare(ProcessOrder order, string path)
    {
        var start = new ProcessStartInfo(path, order.Command.Words.Skip(1))
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Clear();
        foreach (var (name, value) in order.Environment)
        {
            start.Environment[name] = value;
        }

        return new Process { StartInfo = start };
    }

    private static ProcessResult NotStarted(ProcessOrder order, ProcessEnd end, string reason = "") =>
        new(order.Command.ToString(), order.Command.Program, end, -1, "", reason, TimeSpan.Zero);

    private static async Task ReadAsync(StreamReader reader, CappedText into)
    {
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer) is > 0 and var read)
            {
                into.Add(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Nobody waits for the rest any more.
        }
    }

    private static async Task WriteAsync(Process process, string? text)
    {
        try
        {
            await using var input = process.StandardInput;
            await input.WriteAsync(text);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It ended without reading what it was given; its exit code says whether that matters.
        }
    }

    private async Task KillAsync(Process process)
    {
        process.Kill(entireProcessTree: true);
        await Task.WhenAny(process.WaitForExitAsync(CancellationToken.None), Task.Delay(Dying, time, CancellationToken.None));
    }

    private ITimer Report(Action<TimeSpan, string?> progress, CappedText output, CappedText errors, long started) =>
        time.CreateTimer(_ => progress(time.GetElapsedTime(started), errors.LastLine ?? output.LastLine), null, Silence, TimeSpan.FromSeconds(1));
}
