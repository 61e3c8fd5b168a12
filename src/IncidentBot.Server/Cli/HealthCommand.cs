namespace IncidentBot.Cli;

/// <summary><c>health</c>: asks the bot of this configuration whether it is ready; for a container's health check, whose image has no curl.</summary>
internal static class HealthCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        await using var bot = Bot.Configure(args).Build();
        var listens = bot.Configuration["Urls"]?.Split(';')[0] ?? "http://127.0.0.1:8080";
        // 0.0.0.0 and [::] are every address, so loopback is one of them.
        var address = new Uri(listens.Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal)
            .Replace("//[::]", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1", StringComparison.Ordinal)
            .Replace("//+", "//127.0.0.1", StringComparison.Ordinal));
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await http.GetAsync(new Uri(address, "/health/ready"));
            Console.WriteLine($"{address.Authority} answers {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"Nothing answers on {address.Authority}.");
            return 1;
        }
    }
}
