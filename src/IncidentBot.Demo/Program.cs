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
    var outage = await Outage.CauseAsync(redis, stop.Token);
    Console.WriteLine(outage.Describe());

    await using var bot = await BotProcess.StartAsync(folder, redis.Url, stop.Token);
    Console.WriteLine($"The bot is ready. The local chat is at {bot.Address}");
    if (auto)
    {
        using var play = new Play(redis, outage, bot);
        return await play.RunAsync(stop.Token) ? 0 : 1;
    }

    Console.WriteLine("""

        Try this, as Ada:      /redis ping
                               /incident open P0 Publishing is stuck
        then in the incident:  /incident ack    /incident assess    /incident mitigate
                               /redis clear-cache rl:*
        then become Grace at the top of the page, and press Approve on the plan.

        Ctrl-C ends the bot and its Redis and removes what they wrote.
        """);
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

// Whatever ends the demo, its Redis, its bot and its folder end with it.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
