using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Http;

/// <summary><c>http.rate-limit</c>: a limit that is written on an answer and does not count is no limit.</summary>
public sealed class RateLimitTests
{
    /// <summary>How services write it; {0} is what is left.</summary>
    public static TheoryData<string, string> Spellings => new()
    {
        { "X-RateLimit-Limit: 100|X-RateLimit-Remaining: {0}|X-RateLimit-Reset: 60", "of 100 left, full again in 1 min" },
        { "RateLimit-Limit: 100|RateLimit-Remaining: {0}|RateLimit-Reset: 30", "of 100 left, full again in 30 s" },
        { "RateLimit-Policy: 100;w=60|RateLimit-Limit: 100|RateLimit-Remaining: {0}", "of 100 left" },
        { "RateLimit: limit=100, remaining={0}, reset=50", "of 100 left, full again in 50 s" },
        { "RateLimit-Policy: \"default\";q=100;w=60|RateLimit: \"default\";r={0};t=50", "of 100 left, full again in 50 s" },
        { "X-RateLimit-Limit: 100|X-RateLimit-Remaining: {0}", "of 100 left" },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_limit_that_counts_down_is_well_in_every_spelling(string headers, string words)
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        service.Answer = context => Write(context, headers, 100 - service.Requests.Count);

        var report = await rig.ReadAsync("rate-limit content");

        Assert.True(report.Healthy, report.Answer);
        Assert.Equal($"api content: the limit counts: 98 {words}", report.Answer);
        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task A_reset_as_seconds_since_1970_is_understood()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        var reset = TimeProvider.System.GetUtcNow().AddHours(2).AddMinutes(1).ToUnixTimeSeconds();
        service.Answer = context => Write(context, $"X-RateLimit-Limit: 9|X-RateLimit-Remaining: {{0}}|X-RateLimit-Reset: {reset}", 9 - service.Requests.Count);

        Assert.Contains("full again in 2 h", (await rig.ReadAsync("rate-limit content")).Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Language: en", "no rate limit that works: there are no rate limit headers")]
    [InlineData("X-RateLimit-Limit: 100|X-RateLimit-Remaining: 99", "the limit does not count: 99 left before and 99 after a second request")]
    [InlineData("X-RateLimit-Limit: 100", "no rate limit that works: they do not say how many requests are left")]
    [InlineData("X-RateLimit-Limit: 10|X-RateLimit-Remaining: 11", "11 left is more than the limit of 10")]
    [InlineData("X-RateLimit-Limit: 0|X-RateLimit-Remaining: 0", "a limit of 0 lets nobody in")]
    [InlineData("X-RateLimit-Limit: 10|X-RateLimit-Remaining: -1", "-1 left is less than nothing")]
    [InlineData("X-RateLimit-Limit: 10|X-RateLimit-Remaining: 9|X-RateLimit-Reset: 9999999", "the time of the reset lies in the past, or months ahead")]
    [InlineData("X-RateLimit-Limit: 10|X-RateLimit-Remaining: 9|X-RateLimit-Reset: 1000000001", "the time of the reset lies in the past, or months ahead")]
    [InlineData("X-RateLimit-Limit: NaN|X-RateLimit-Remaining: Infinity", "there are no rate limit headers")]
    public async Task A_limit_that_cannot_be_one_is_not_well(string headers, string said)
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        service.Answer = context => Write(context, headers, 0);

        var report = await rig.ReadAsync("rate-limit content");

        Assert.False(report.Healthy);
        Assert.Contains(said, report.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_used_up_limit_is_said_to_be_in_force()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        service.Answer = context =>
        {
            context.Response.StatusCode = 429;
            return Write(context, "X-RateLimit-Limit: 10|X-RateLimit-Remaining: 0|Retry-After: 30", 0);
        };

        var report = await rig.ReadAsync("rate-limit content");

        Assert.Equal("api content: the limit is in force and used up: 0 of 10 left, full again in 30 s", report.Answer);
        Assert.False(report.Healthy);
    }

    private static Task Write(HttpContext context, string headers, int left)
    {
        foreach (var header in headers.Split('|').Select(header => header.Split(": ", 2)))
        {
            context.Response.Headers[header[0]] = header[1].Replace("{0}", left.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return Task.CompletedTask;
    }
}
