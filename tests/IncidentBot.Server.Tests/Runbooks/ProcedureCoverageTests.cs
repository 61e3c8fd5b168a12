using IncidentBot.Actions;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Runbooks;

/// <summary>
/// The commands of the two outage runbooks, numbered S1 to S64 as they stand in them (S1–S57 the platform on BullMQ, S58–S64
/// the one on RQ), and what each becomes with the actions of the real bot. Nobody has to paste one of them again.
/// </summary>
public sealed partial class ProcedureCoverageTests : IAsyncLifetime
{
    private static readonly (string Numbers, string Command, StepClass Class, string Becomes)[] Procedures =
    [
        ("1 16 52", "redis-cli -u $REDIS_URL ping", StepClass.Native, "/redis ping"),
        ("2", "redis-cli -u $REDIS_URL INFO server", StepClass.Native, "/redis info server"),
        ("3 7", "redis-cli -u $REDIS_URL INFO memory", StepClass.Native, "/redis memory"),
        ("4", "redis-cli -u $REDIS_URL INFO stats", StepClass.Native, "/redis info stats"),
        ("5", "redis-cli -u $REDIS_URL INFO clients", StepClass.Native, "/redis clients"),
        ("6", "redis-cli -u $REDIS_URL MONITOR", StepClass.Guarded, "/redis activity"),
        ("8", "redis-cli -u $REDIS_URL --bigkeys", StepClass.Guarded, "/redis big-keys"),
        ("9", "redis-cli -u $REDIS_URL EVAL \"local keys = redis.call('keys', ARGV[1]) local result = {} for _, "
            + "key in ipairs(keys) do table.insert(result, {key, redis.call('memory', 'usage', "
            + "key)}) end return result\" 0 \"bull:*\"", StepClass.Guarded, "/redis memory"),
        ("10", "redis-cli -u $REDIS_URL EVAL \"local keys = redis.call('keys', 'rl:*') for _, key in ipairs(keys) do redis.call('del', "
            + "key) end return #keys\" 0", StepClass.Guarded, "/redis clear-cache rl:*"),
        ("11", "redis-cli -u $REDIS_URL EVAL \"local keys = redis.call('keys', 'cb:*') for _, key in ipairs(keys) do redis.call('del', "
            + "key) end return #keys\" 0", StepClass.Guarded, "/redis clear-cache cb:*"),
        ("12", "redis-cli -u $REDIS_URL KEYS \"bull:*:id\"", StepClass.Guarded, "/queue list"),
        ("13", "redis-cli -u $REDIS_URL LTRIM \"bull:publishing:completed\" 0 100", StepClass.Guarded, "/queue clean publishing completed keep=101"),
        ("14", "redis-cli -u $REDIS_URL LTRIM \"bull:notifications:completed\" 0 100", StepClass.Guarded, "/queue clean notifications completed keep=101"),
        ("15", "redis-cli -u $REDIS_URL CONFIG SET maxmemory 2gb", StepClass.Guarded, "/redis set-maxmemory 2gb"),
        ("15", "redis-cli -u $REDIS_URL CONFIG SET maxmemory-policy allkeys-lru", StepClass.Refused, "keep noeviction"),
        ("17", "telnet $(echo $REDIS_URL | sed 's/.*@//; s/:.*//') $(echo $REDIS_URL | sed 's/.*://')", StepClass.Guarded, "/redis ping"),
        ("18", "redis-cli -u $REDIS_URL INFO clients | grep connected_clients", StepClass.Native, "/redis clients"),
        ("19", "redis-cli -u $REDIS_URL CONFIG GET maxclients", StepClass.Guarded, "/redis clients"),
        ("20", "redis-cli -u $REDIS_URL CLIENT LIST | grep \"idle=\"", StepClass.Guarded, "/redis idle-clients"),
        ("21", "redis-cli -u $REDIS_URL CLIENT KILL ID <client_id>", StepClass.Guarded, "/redis kill-client <client_id>"),
        ("22", "redis-cli -u $REDIS_URL CLIENT KILL ADDR <ip:port>", StepClass.Guarded, "/redis kill-client <ip:port>"),
        ("23", "sudo systemctl restart redis", StepClass.Manual, "last of all: /redis persistence first, mend the disk, then /host restart"),
        ("24", "sudo service redis-server restart", StepClass.Manual, "last of all: /redis persistence first, mend the disk, then /host restart"),
        ("25", "redis-cli -p 26379 SENTINEL get-master-addr-by-name mymaster", StepClass.Guarded, "/redis sentinels"),
        ("26 55", "redis-cli -u $REDIS_URL LLEN \"bull:publishing:wait\"", StepClass.Guarded, "/queue status publishing"),
        ("27", "redis-cli -u $REDIS_URL LLEN \"bull:notifications:wait\"", StepClass.Guarded, "/queue status notifications"),
        ("28", "redis-cli -u $REDIS_URL LLEN \"bull:search-indexing:wait\"", StepClass.Guarded, "/queue status search-indexing"),
        ("29", "redis-cli -u $REDIS_URL LRANGE \"bull:publishing:active\" 0 -1", StepClass.Guarded, "/queue status publishing"),
        ("30", "redis-cli -u $REDIS_URL SMEMBERS \"bull:publishing:stalled\"", StepClass.Guarded, "/queue status publishing"),
        ("31", "redis-cli -u $REDIS_URL ZRANGEBYSCORE \"bull:publishing:delayed\" 0 $(date +%s%3N)", StepClass.Guarded, "/queue status publishing"),
        ("32", "ps aux | grep \"worker\"", StepClass.HostCommand, "/host ps NAME"),
        ("33", "pm2 logs worker", StepClass.HostCommand, "/host logs worker"),
        ("34", "journalctl -u app-worker -f", StepClass.HostCommand, "/host logs app-worker"),
        ("35", "pm2 restart worker", StepClass.HostCommand, "/host restart worker"),
        ("36", "sudo systemctl restart app-worker", StepClass.HostCommand, "/host restart app-worker"),
        ("37", "docker restart app-worker", StepClass.HostCommand, "/host restart app-worker"),
        (
            "38",
            "curl -X POST https://api.example.com/v1/admin/queues/retry-stalled -H \"Authorization: Bearer $ADMIN_TOKEN\"",
            StepClass.Http,
            "/http call NAME"),
        ("39", "redis-cli -u $REDIS_URL EVAL \"local keys = redis.call('keys', 'bull:*:completed') local removed = 0 for _, "
            + "key in ipairs(keys) do local jobs = redis.call('lrange', key, 0, -1) for _, "
            + "job in ipairs(jobs) do local at = redis.call('hget', job, 'processedOn') if at and (tonumber(at) < (ARGV[1] - 604800000)) "
            + "then redis.call('del', job) removed = removed + 1 end end end return removed\" 0 $(date +%s%3N)",
            StepClass.Guarded,
            "/queue clean <queue> completed 7d"),
        ("40", "redis-cli -u $REDIS_URL INFO persistence", StepClass.Native, "/redis persistence"),
        ("41", "1. Stop Redis", StepClass.Manual, "by a person through the service manager, after /redis persistence"),
        ("42", "redis-check-aof --fix appendonly.aof", StepClass.Guarded, "/host aof-fix <aof>"),
        ("43", "1. Restart Redis", StepClass.Manual, "by a person through the service manager, after /redis persistence"),
        ("44", "1. Restore from backup if data was lost", StepClass.Manual, "by a person, onto a copy first"),
        ("45", "export CACHE_DISABLED=true", StepClass.Manual, "set in the service manager's or platform's configuration"),
        ("46", "kubectl set env deployment/api CACHE_DISABLED=true", StepClass.HostCommand, "/host change NAME"),
        ("47", "vercel env add CACHE_DISABLED production", StepClass.HostCommand, "/host change NAME"),
        ("48", "export JOB_QUEUE_MODE=database", StepClass.Manual, "set in the service manager's or platform's configuration"),
        ("49", "pm2 restart api --env production", StepClass.HostCommand, "/host restart api"),
        ("50", "psql -c \"SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '%app%'\"", StepClass.Sql, "/db connections"),
        (
            "51",
            "curl -X POST https://api.example.com/v1/admin/jobs/process-pending -H \"Authorization: Bearer $ADMIN_TOKEN\"",
            StepClass.Http,
            "/http call NAME"),
        ("53", "redis-cli -u $REDIS_URL INFO stats | grep instantaneous_ops_per_sec", StepClass.Native, "/redis info stats"),
        ("54", "curl https://api.example.com/health", StepClass.Http, "/http check NAME"),
        ("56", "curl -X GET https://api.example.com/v1/content -H \"Authorization: Bearer $TEST_TOKEN\"", StepClass.Http, "/http check NAME"),
        (
            "57",
            "curl https://api.example.com/v1/admin/jobs/failed?since=<outage_start_time> -H \"Authorization: Bearer $ADMIN_TOKEN\"",
            StepClass.Http,
            "/http check NAME"),
        ("58", "redis-cli -h [REDIS_HOST] -p [REDIS_PORT] ping", StepClass.Native, "/redis ping"),
        ("59", "1. Check the Redis server logs for errors", StepClass.Manual, "/host log or /host logs"),
        ("60", "1. Review system metrics: CPU, memory usage, network", StepClass.Manual, "/redis diagnose for Redis, /host metrics for its host"),
        ("61", "1. Switch to the standby Redis instance", StepClass.Manual, "/redis standby first: role and offsets; then /redis promote-standby"),
        ("62", "1. Scale up resources of the Redis server", StepClass.Manual, "/redis memory, then /redis set-maxmemory"),
        ("63", "gunicorn -w 4 -b 0.0.0.0:5000 \"app:create_app()\"", StepClass.HostCommand, "/host restart NAME"),
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-coverage-");
    private RunbookChecker checker = null!;
    private ActionCatalogue catalogue = null!;

    public ValueTask InitializeAsync()
    {
        var app = Bot.Build([$"--Storage:Sqlite={Path.Combine(folder.FullName, "bot.db")}"]);
        catalogue = app.Services.GetRequiredService<ActionCatalogue>();
        checker = new RunbookChecker(catalogue, new TargetCatalogue([]));
        return app.DisposeAsync();
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    public static TheoryData<string, string, StepClass, string> Each =>
        [.. Procedures.Select(one => new TheoryDataRow<string, string, StepClass, string>(one.Numbers, one.Command, one.Class, one.Becomes))];

    [Theory]
    [MemberData(nameof(Each))]
    public void A_command_of_the_runbooks_becomes(string numbers, string command, StepClass expected, string becomes)
    {
        var step = Assert.Single(Check(command));
        Assert.True(step.Class == expected && step.Becomes.StartsWith(becomes, StringComparison.Ordinal), $"S{numbers}: {step.Class} {step.Becomes}");
    }

    [Fact]
    public void S64_a_program_that_requeues_failed_tasks_becomes_the_requeue_that_was_meant()
    {
        var step = Assert.Single(checker.Check(new RunbookText("# S64\n\n## Recovery\n\n```python\nfrom rq import Queue\n"
            + "q = Queue(connection=redis_conn)\nfor job_id in q.failed_job_registry.get_job_ids():\n    q.requeue(job_id)\n"
            + "```\n")).Steps);
        Assert.Equal((StepClass.Guarded, "/rq requeue <queue> all"), (step.Class, step.Becomes));
    }

    /// <summary>S64 is a program, and has a test of its own.</summary>
    [Fact]
    public void Every_number_is_there() =>
        Assert.Equal(Enumerable.Range(1, 63), Procedures.SelectMany(one => one.Numbers.Split(' ')).Select(int.Parse).Distinct().Order());

    /// <summary>A step that names a command names one that can be typed.</summary>
    [Fact]
    public void Every_command_named_exists()
    {
        var named = from one in Procedures
                    from step in Check(one.Command)
                    from word in NamedCommand().Matches(step.Becomes).Select(match => (System: match.Groups[1].Value, Verb: match.Groups[2].Value))
                    select $"{word.System}.{word.Verb}";
        var all = named.Distinct().ToList();
        Assert.DoesNotContain(all, id => catalogue.Find(id) is null);
        Assert.True(all.Count > 25, $"Only {all.Count} actions are named.");
    }

    private IReadOnlyList<RunbookStep> Check(string command) => checker.Check(new RunbookText(command.StartsWith("1. ", StringComparison.Ordinal)
        ? $"# T\n\n## Recovery\n\n{command}\n"
        : $"# T\n\n## Recovery\n\n```bash\n{command}\n```\n")).Steps;

    [System.Text.RegularExpressions.GeneratedRegex(@"(?<!\S)/(redis|queue|rq|host|http|db) ([a-z][a-z-]+)")]
    private static partial System.Text.RegularExpressions.Regex NamedCommand();
}
