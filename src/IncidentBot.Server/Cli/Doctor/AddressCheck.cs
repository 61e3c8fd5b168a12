namespace IncidentBot.Cli.Doctor;

/// <summary>Where the bot listens, who can reach it there, and whether one is running now.</summary>
internal sealed class AddressCheck(IServiceProvider bot)
{
    private const string Area = "addresses";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<Finding>> FindAsync(CancellationToken ct)
    {
        IReadOnlyList<ListeningAddress> all;
        try
        {
            all = ListeningAddress.All(bot.GetRequiredService<IConfiguration>());
        }
        catch (ArgumentException e)
        {
            return [Finding.Warning(Area, e.Message)];
        }

        return
        [
            .. all.Select(address => address is { IsBeyondThisMachine: true, HasTls: false }
                ? Finding.Warning(Area, $"{address} is open to other machines without TLS: put a proxy that speaks TLS in front, or listen on 127.0.0.1.")
                : Finding.Ok(Area, $"the bot listens on {address}.")),
            .. all.Count > 0 ? [await RunningAsync(all[0], ct)] : Array.Empty<Finding>(),
        ];
    }

    private static async Task<Finding> RunningAsync(ListeningAddress address, CancellationToken ct)
    {
        try
        {
            using var http = address.Client(Patience);
            using var response = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
            return response.IsSuccessStatusCode
                ? Finding.Ok("bot", $"one is running at {address}, and ready.")
                : Finding.Wrong("bot", $"what is running at {address} is not ready: /health/ready answers {(int)response.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return Finding.Ok("bot", $"none is running at {address}.");
        }
        catch (ArgumentException e)
        {
            return Finding.Warning("bot", e.Message);
        }
    }
}
