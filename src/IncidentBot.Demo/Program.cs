using System.Runtime.InteropServices;
using IncidentBot.Demo;

var auto = args.Contains("--auto");
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

var folder = Directory.CreateTempSubdirectory("incidentbot-demo-").FullName;
try
{
    await using var redis = await ThrowawayRedis.StartAsync(folder, stop.Token);
    Console.WriteLine($"A throwaway redis-server runs on {redis.Url}, with {Outage.MaxMemory} of memory and noeviction.");
    var queue = await StuckQueue.CauseAsync(redis, stop.Token);
    Console.WriteLine(StuckQueue.Describe());
    var outage = await Outage.CauseAsync(redis, stop.Token);
    Console.WriteLine(outage.Describe());

    await using var bot = await BotProcess.StartAsync(folder, redis.Url, rehearses: !auto, stop.Token);
    Console.WriteLine($"The bot is ready. The local chat is at {bot.Chat.AbsoluteUri}");
    if (auto)
    {
        using var stage = new Stage(redis, bot);
        return await new Play(stage, outage, queue).RunAsync(stop.Token) ? 0 : 1;
    }

    Console.WriteLine("""

        Try this, as Ada:      /redis ping
                               /incident open P0 Publishing is stuck
        then in the incident:  /incident ack    /incident assess    /incident mitigate
                               /redis clear-cache rl:*
        then become Grace at the top of the page, and press Approve on the plan.

        A queue is stuck too:  /queue status emails
                               /queue retry-stalled emails
        Its worker is started again by Enter, here; it needs a Redis that takes writes.

        More than sixty other outages, on servers of the bot's own:
                               /gameday list    /gameday start any    /gameday stop

        Ctrl-C ends the bot and its Redis and removes what they wrote.
        """);
    await EnterAsync(stop.Token);
    await using var worker = queue.StartWorker();
    Console.WriteLine("A worker of emails runs now: /queue status emails");
    await Task.Delay(Timeout.Infinite, stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine("Stopped.");
    return auto ? 1 : 0;
}
catch (DemoException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

// Read aside: a read of the console cannot be given up, and there may be no console at all.
static async Task EnterAsync(CancellationToken ct)
{
    if (await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(ct) is null)
    {
        await Task.Delay(Timeout.Infinite, ct);
    }
}

// Whatever ends the demo, its Redis, its bot and its folder end with it.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
