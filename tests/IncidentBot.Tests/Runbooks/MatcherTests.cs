using IncidentBot.Actions;
using IncidentBot.Runbooks;
using IncidentBot.Runbooks.Matching;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Runbooks;

public sealed class MatcherTests
{
    private const string Declared = """
        ---
        symptoms:
          "OOM command not allowed": Memory
          REFUSED: Connections
          LOADING: Disk
          not accepting writes: Writes
        ---
        # First
        ## Memory
        ## Connections
        **Symptoms:**
        - `ERR max number of clients reached`
        ## Disk
        ## Job queue stuck
        **Symptoms:**
        - Jobs not processing
        - Queue depth growing
        ## Circuit breakers
        ## Writes
        """;

    private static readonly RunbookReader Reader = new(new ActionCatalogue([new FakeRead("redis.ping")]), new TargetCatalogue([]));
    private static readonly Runbook First = Reader.Read("first.md", Declared);
    private static readonly Runbook Second = Reader.Read(
        "second.md",
        "# Second\n## Symptoms\n- `ECONNREFUSED` in the logs\n## Redis memory\n**Symptoms:**\n- OOM command not allowed\n");

    [Theory]
    [InlineData("(error) OOM command not allowed when used memory > 'maxmemory'.", "first", "Memory", MatchStrength.Declared)]
    [InlineData("oom", "first", "Memory", MatchStrength.Declared)]
    [InlineData("Error: connect ECONNREFUSED 10.0.0.1:6379", "first", "Connections", MatchStrength.Declared)]
    [InlineData("refused", "first", "Connections", MatchStrength.Declared)]
    [InlineData("LOADING Redis is loading the dataset in memory", "first", "Disk", MatchStrength.Declared)]
    [InlineData("ReplyError: ERR max number of clients reached", "first", "Connections", MatchStrength.Listed)]
    [InlineData("Jobs not processing", "first", "Job queue stuck", MatchStrength.Listed)]
    [InlineData("our jobs are not processed", "first", "Job queue stuck", MatchStrength.Listed)]
    [InlineData("circuit breakers", "first", "Circuit breakers", MatchStrength.Heading)]
    [InlineData("writes from the checkout are not accepted", "first", "Writes", MatchStrength.Declared)]
    [InlineData("nearly full", "first", "Memory", MatchStrength.Declared)]
    public void The_section_that_answers_is_found(string text, string runbook, string section, MatchStrength strength)
    {
        var best = RunbookMatcher.Match([First, Second], text)[0];

        Assert.Equal((runbook, section, strength), (best.Runbook.Id, best.Section?.Heading, best.Strength));
    }

    /// <summary>What libraries say, pasted whole.</summary>
    [Theory]
    [InlineData("Error: job stalled more than allowable limit\n    at Worker.moveStalledJobsToWait", "Stalled jobs")]
    [InlineData("Missing lock for job 4711. moveToFinished", "Stalled jobs")]
    [InlineData("MaxRetriesPerRequestError: Reached the max retries per request limit (which is 20).", "Lost connections")]
    [InlineData("Error: Connection is closed.", "Lost connections")]
    [InlineData("redis.exceptions.BusyLoadingError: Redis is loading the dataset in memory", "Loading")]
    [InlineData("Moved to FailedJobRegistry, due to AbandonedJobError, at 2026-11-04 10:00:00", "Abandoned")]
    [InlineData("rq.timeouts.JobTimeoutException: Task exceeded maximum timeout value (180 seconds)", "Time limits")]
    [InlineData("billiard.exceptions.WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL)", "Abandoned")]
    [InlineData("redis.exceptions.ConnectionError: Error 111 connecting to redis:6379. Connection refused.", "Refused")]
    [InlineData("SocketClosedUnexpectedlyError: Socket closed unexpectedly", "Lost connections")]
    [InlineData("redis.clients.jedis.exceptions.JedisConnectionException: Unexpected end of stream.", "Lost connections")]
    [InlineData("StackExchange.Redis.RedisConnectionException: No connection is active/available to service this operation", "Lost connections")]
    [InlineData("CROSSSLOT Keys in request don't hash to the same slot", "Slots")]
    [InlineData("redis: connection pool timeout", "Pools")]
    [InlineData("Could not get a resource from the pool", "Pools")]
    [InlineData("EXECABORT Transaction discarded because of previous errors.", "Transactions")]
    public void The_errors_of_libraries_are_symptoms(string pasted, string section)
    {
        var runbook = Reader.Read("errors.md", """
            ---
            symptoms:
              STALLED: Stalled jobs
              CLOSED: Lost connections
              LOADING: Loading
              ABANDONED: Abandoned
              JOB TIMEOUT: Time limits
              REFUSED: Refused
              CROSSSLOT: Slots
              POOL: Pools
              EXECABORT: Transactions
            ---
            # Errors
            ## Slots
            ## Pools
            ## Transactions
            ## Stalled jobs
            ## Lost connections
            ## Loading
            ## Abandoned
            ## Time limits
            ## Refused
            """);
        Assert.Equal(section, RunbookMatcher.Match([runbook], pasted)[0].Section?.Heading);
    }

    [Theory]
    [InlineData("the coffee machine is broken")]
    [InlineData("Redis")]
    [InlineData("boom")]
    [InlineData("writes are accepted more slowly")]
    [InlineData("the disk of the mail server is nearly full")]
    [InlineData("")]
    [InlineData("?")]
    public void Where_nothing_fits_there_is_no_match(string text) => Assert.Empty(RunbookMatcher.Match([First, Second], text));

    [Fact]
    public void A_match_says_what_met_what()
    {
        var matches = RunbookMatcher.Match([First, Second], "connect ECONNREFUSED");

        Assert.Equal(
            ["it is for “REFUSED”, and both mean REFUSED", "it lists among its symptoms “ECONNREFUSED in the logs”"],
            matches.Select(match => match.Why));
        Assert.Null(matches[1].Section);
    }

    [Fact]
    public void A_finding_without_a_word_that_meets_is_answered_where_a_symptom_has_people_read_the_same()
    {
        var runbook = Reader.Read(
            "queues.md",
            "---\nsymptoms:\n  mails are late: Queues\n---\n# Queues\n## First look\n```action\nredis.ping\n```\n## Queues\n```action\nredis.ping\n```\n");
        var found = new ActionReport("mails stands still", Healthy: false);

        var match = RunbookMatcher.Answering([First, runbook], new ActionId("redis.ping"), found);

        Assert.Equal(("Queues", "it reads redis.ping too"), (match?.Section?.Heading, match?.Why));
        Assert.Null(RunbookMatcher.Answering([First, runbook], new ActionId("redis.other"), found));
        Assert.Null(RunbookMatcher.Answering([First, runbook], null, found));
    }

    [Fact]
    public void The_same_question_always_gets_the_same_answer() =>
        Assert.Equal(RunbookMatcher.Match([First, Second], "OOM command not allowed"), RunbookMatcher.Match([First, Second], "OOM command not allowed"));
}
