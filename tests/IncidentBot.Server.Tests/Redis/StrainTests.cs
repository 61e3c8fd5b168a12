using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Diagnoses.Strains;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Probe;

namespace IncidentBot.Redis;

/// <summary>Where a strain begins, and what is none. Each on a real server is in the gallery, but for the disk, which no test can slow.</summary>
public sealed class StrainTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Theory]
    [InlineData(
        "aof_delayed_fsync:4\naof_buffer_length:2097152",
        "aof_delayed_fsync:6",
        "waits for its disk: 6 times writes had to wait for the append-only file, 2 MB are not in it yet")]
    [InlineData("aof_delayed_fsync:4", "aof_delayed_fsync:4", null)]
    [InlineData("aof_delayed_fsync:4\naof_pending_bio_fsync:1", "aof_delayed_fsync:4\naof_pending_bio_fsync:1", "waits for its disk: 4 times")]
    public void A_disk_is_slow_while_writes_wait_for_it(string before, string after, string? sentence) =>
        Starts(sentence, SlowDisk.Of(Reads(before, after)));

    [Theory]
    [InlineData(
        new[] { 300, 300, 300, 300 },
        1,
        "is slow: KEYS * held everybody up, 300 ms at a time, sent by cron at 10.0.0.9:5000; slow commands took 12 % of the last 10 s")]
    [InlineData(new[] { 300, 300, 300, 300 }, 30, null)]
    [InlineData(new[] { 1900 }, 1, null)]
    [InlineData(new[] { 2500 }, 1, "is slow: KEYS * held everybody up, 2.5 s at a time")]
    [InlineData(
        new[] { 2000, 2000 },
        30,
        "is slow: KEYS * held everybody up, 2.0 s at a time, sent by cron at 10.0.0.9:5000; slow commands took 7 %")]
    [InlineData(new[] { 2000, 2000 }, 90, null)]
    public void A_slow_log_tells_by_how_much_and_how_long_ago(int[] milliseconds, int secondsAgo, string? sentence)
    {
        var reads = Reads("", "");
        reads.SlowLog = [.. milliseconds.Select(took => Entry(took, secondsAgo))];

        Starts(sentence, SlowCommands.Of(reads));
    }

    [Fact]
    public void What_the_bot_itself_asked_slows_nobody_by_that_rule()
    {
        var reads = Reads("", "");
        reads.SlowLog = [Entry(3000, 1) with { ClientName = "incidentbot" }];

        Assert.Null(SlowCommands.Of(reads));
    }

    [Theory]
    [InlineData("shop", 1, "turns user shop away: it may not use SET, 1 time, the last 2 s ago")]
    [InlineData("bot", 500, null)]
    public void Who_is_refused_is_named_and_the_bot_itself_is_not(string user, long count, string? sentence)
    {
        var reads = Reads("# Errorstats\nerrorstat_NOPERM:count=3", "# Errorstats\nerrorstat_NOPERM:count=3", "redis://bot:secret@host");
        reads.RefusedUses = [new RefusedUse(count, "command", "set", user, TimeSpan.FromSeconds(2), "id=7 addr=10.0.0.9:5000 name= ")];

        Starts(sentence, RefusedUsers.Of(reads));
    }

    [Theory]
    [InlineData("mem_fragmentation_ratio:9.1\nmem_fragmentation_bytes:9000000", null)]
    [InlineData(
        "mem_fragmentation_ratio:3.0\nmem_fragmentation_bytes:90000000\nused_memory:45000000\nused_memory_rss:135000000",
        "serves, but holds 129 MB of its host's memory for 43 MB of use: fragmentation 3.0")]
    public void A_small_server_is_not_fragmented(string info, string? sentence) => Starts(sentence, Fragmentation.Of(Reads(info, info)));

    [Theory]
    [InlineData(
        2,
        180_000,
        false,
        "is slow: its one thread is busy 72 % of the time, mostly with LRANGE, 8 a second of 90 ms each; its key is not known without the slow log")]
    [InlineData(2, 180_000, true, null)]
    [InlineData(1, 180_000, false, null)]
    [InlineData(200, 180_000, false, null)]
    [InlineData(2, 40_000, false, null)]
    public void Where_the_slow_log_cannot_be_read_the_counters_name_what_would_be_in_it(int calls, int microseconds, bool hasLog, string? sentence)
    {
        var reads = Reads("# Commandstats\n", $"# Commandstats\ncmdstat_lrange:calls={calls},usec={microseconds},usec_per_call=1.0");
        reads.SlowLog = hasLog ? [] : null;

        Starts(sentence, SlowCommands.Of(reads));
    }

    [Theory]
    [InlineData(true, "of use: fragmentation 3.0; not everything could be read.")]
    [InlineData(false, "of use: fragmentation 3.0.")]
    public async Task A_risk_is_less_sure_to_be_all_where_a_read_was_refused(bool isRefused, string sentence)
    {
        const string Info = "mem_fragmentation_ratio:3.0\nmem_fragmentation_bytes:90000000\nused_memory:45000000\nused_memory_rss:135000000";
        var reads = Reads(Info, Info);
        if (isRefused)
        {
            await reads.TryMoreAsync<string>("SLOWLOG", () => throw new RedisErrorException(new Wire.RespError("NOPERM no permission")));
        }

        var diagnosis = DiagnosisWords.Put(reads, null);

        Assert.EndsWith(sentence, diagnosis.Sentence, StringComparison.Ordinal);
        Assert.Equal(isRefused, diagnosis.Certainty!.StartsWith("that it is so, certain; that it is all, not", StringComparison.Ordinal));
    }

    private static void Starts(string? sentence, Strain? strain)
    {
        if (sentence is null)
        {
            Assert.Null(strain?.Sentence);
        }
        else
        {
            Assert.StartsWith(sentence, strain?.Sentence, StringComparison.Ordinal);
        }
    }

    private static SlowEntry Entry(int milliseconds, int secondsAgo) =>
        new(Now.AddSeconds(-secondsAgo), TimeSpan.FromMilliseconds(milliseconds), "KEYS", "KEYS *", "10.0.0.9:5000", "cron");

    private static DiagnosisReads Reads(string before, string after, string url = "redis://host") =>
        new("primary", new ProbeReport(RedisEndpoint.Parse(url), [], null))
        {
            Info = RedisInfo.Parse(before),
            Later = RedisInfo.Parse(after),
            Between = TimeSpan.FromMilliseconds(250),
            Now = Now,
        };
}
