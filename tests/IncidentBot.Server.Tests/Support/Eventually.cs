namespace IncidentBot.Support;

/// <summary>Waits for a condition instead of for a while.</summary>
internal static class Eventually
{
    /// <summary>For what never comes: of a machine that is kept busy by something else, much is not heard for twenty seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Waited {Patience.TotalSeconds} s in vain: {what}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
