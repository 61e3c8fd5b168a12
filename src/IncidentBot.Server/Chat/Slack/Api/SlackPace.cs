using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack.Api;

/// <summary>
/// Keeps calls within Slack's limits, per method and workspace, and stays away from a method for as long as Slack asked.
/// Nothing waits in here: whoever comes too early is told when to come back, so that one busy channel holds up no other.
/// </summary>
internal sealed class SlackPace(IOptions<SlackOptions> options, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Workspace, string Method), Bucket> buckets = [];

    /// <returns>Null when the call may go out now, and is counted; otherwise how long to wait.</returns>
    public TimeSpan? Take(string workspace, SlackMethod method)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var bucket = BucketOf(workspace, method, now);
            bucket.Refill(now);
            var wait = bucket.Wait(now);
            if (wait > TimeSpan.Zero)
            {
                return wait;
            }

            bucket.Tokens--;
            return null;
        }
    }

    /// <summary>Slack answered 429: this method rests in this workspace; the others go on.</summary>
    public void Rest(string workspace, SlackMethod method, TimeSpan retryAfter)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var bucket = BucketOf(workspace, method, now);
            bucket.RestsUntil = now + retryAfter > bucket.RestsUntil ? now + retryAfter : bucket.RestsUntil;
        }
    }

    private Bucket BucketOf(string workspace, SlackMethod method, DateTimeOffset now)
    {
        if (!buckets.TryGetValue((workspace, method.Name), out var bucket))
        {
            buckets[(workspace, method.Name)] = bucket = new Bucket(PerMinute(method.Tier), now);
        }

        return bucket;
    }

    private int PerMinute(SlackTier tier) => tier switch
    {
        SlackTier.Tier2 => 20,
        SlackTier.Tier3 => 50,
        SlackTier.Tier4 => 100,
        SlackTier.Posting => options.Value.PostsPerMinute,
        _ => 600,
    };

    /// <summary>A fifth of a minute's calls may go out at once; with what it fills in a minute that is never more than Slack allows.</summary>
    private sealed class Bucket(int perMinute, DateTimeOffset now)
    {
        private readonly double most = Math.Max(1, perMinute / 5.0);
        private readonly double filling = Math.Max(1, perMinute * 4 / 5.0);
        private DateTimeOffset filledAt = now;

        public double Tokens { get; set; } = Math.Max(1, perMinute / 5.0);

        public DateTimeOffset RestsUntil { get; set; }

        public void Refill(DateTimeOffset now)
        {
            Tokens = Math.Min(most, Tokens + Math.Max(0, (now - filledAt).TotalMinutes * filling));
            filledAt = now;
        }

        public TimeSpan Wait(DateTimeOffset now)
        {
            var forToken = Tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromMinutes((1 - Tokens) / filling);
            var forRest = RestsUntil - now;
            return forRest > forToken ? forRest : forToken;
        }
    }
}
