using System.Net.Sockets;

namespace IncidentBot.Cli;

/// <summary><c>health</c>: what a container's health check runs, in images that have neither curl nor wget.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static Verb Make(string[] settings)
    {
        var health = new Verb("health", "Asks the bot that runs with these settings whether it is ready: exit code 0 when it is, 1 when it is not")
        {
            Examples = ["health", "health --Urls=http://127.0.0.1:9090"],
            More = "It asks /health/ready of the first address that the bot listens on (Urls), for 3 seconds at most.",
        };
        health.SetAction((_, ct) => AskAsync(ListeningAddress.First(Bot.Configure(settings).Configuration), ct));
        return health;
    }

    private static async Task<int> AskAsync(ListeningAddress address, CancellationToken ct)
    {
        try
        {
            using var http = address.Client(Patience);
            using var response = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
            if (response.IsSuccessStatusCode)
            {
                Console.WriteLine("ready");
                return ExitCode.Well;
            }

            await Console.Error.WriteLineAsync($"The bot at {address} is not ready: /health/ready answers {(int)response.StatusCode}. "
                + "Is its store reachable, and may it be written?");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"No bot answers at {address}{Why(e)}. Is one running with these settings?");
        }

        return ExitCode.Found;
    }

    private static string Why(Exception e) => e switch
    {
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => ": nothing listens there",
        OperationCanceledException => $" within {Patience.TotalSeconds:0} s",
        HttpRequestException http => $" ({http.HttpRequestError})",
        _ => "",
    };
}
