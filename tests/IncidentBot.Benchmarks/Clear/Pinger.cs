using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using IncidentBot.Benchmarks.Report;

namespace IncidentBot.Benchmarks.Clear;

/// <summary>
/// Another client, in a process of its own: a PING each millisecond, whatever became of the last one. A ping that could not be
/// sent because an earlier one was unanswered counts from the moment it was due, so a long block is not one bad sample among
/// thousands of good ones. Timestamps are the machine's monotonic clock, the same in every process.
/// </summary>
internal static class Pinger
{
    public const string Verb = "ping-each-millisecond";
    public const string Ready = "ready";

    private const int WarmUp = 1000;
    private const int AtMost = 300_000;

    private static readonly long Interval = Stopwatch.Frequency / 1000;

    /// <summary>
    /// Says when it is warm, and pings until it is asked: each line "from to" is answered with the longest wait and the 99th
    /// percentile, in ms.
    /// </summary>
    public static void Run(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 60_000 };
        socket.Connect(IPAddress.Loopback, port);
        var asked = Task.Run(Console.In.ReadLine);
        var pings = new List<(long Due, long Answered)>(AtMost);
        var reply = new byte[64];
        var due = Stopwatch.GetTimestamp();
        while (!asked.IsCompleted && pings.Count < AtMost)
        {
            Pause(due - Stopwatch.GetTimestamp());
            socket.Send("PING\r\n"u8);
            socket.Receive(reply);
            var answered = Stopwatch.GetTimestamp();
            for (; due <= answered && pings.Count < AtMost; due += Interval)
            {
                pings.Add((due, answered));
                if (pings.Count == WarmUp)
                {
                    Console.WriteLine(Ready);
                }
            }
        }

        for (var line = asked.Result; line is not null; line = Console.In.ReadLine())
        {
            long[] window = [.. line.Split(' ').Select(long.Parse)];
            var waits = new Spread(pings.Where(ping => ping.Answered >= window[0] && ping.Due <= window[1])
                .Select(ping => (ping.Answered - ping.Due) * 1000.0 / Stopwatch.Frequency));
            Console.WriteLine($"{waits.Max} {waits.Percentile(0.99)}");
        }
    }

    private static void Pause(long ticks)
    {
        if (ticks > 0)
        {
            _ = SleepMicroseconds((uint)(ticks * 1_000_000 / Stopwatch.Frequency));
        }
    }

    // .NET's own timers know whole milliseconds only, which is the interval itself.
    [DllImport("libc", EntryPoint = "usleep")]
    private static extern int SleepMicroseconds(uint microseconds);
}
