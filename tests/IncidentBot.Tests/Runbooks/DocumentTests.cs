using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

/// <summary>Whole documents, in the manner of those that people have.</summary>
public sealed class DocumentTests
{
    private const string OnKubernetes = """
        ---
        owner: platform
        ---
        # RedisDown

        ## Meaning

        No pod of the set is ready. `redis_up` is 0.

        ## Impact

        - Update jobs wait

        ## Diagnosis

        | what | how |
        |---|---|
        | pods | `kubectl -n cache get pods` |
        | role | `redis-cli ROLE` |

        ```console
        $ kubectl -n cache exec -it redis-0 -- redis-cli info replication
        # Replication
        role:master
        $ kubectl -n cache logs -f redis-0 \
            --tail 50
        ```

        ```
        kubectl get pvc -n cache
        NAME     STATUS
        data-0   Bound
        ```

        ## Mitigation

        1. Run `kubectl -n cache rollout restart statefulset/redis`.
        2. Wait for the pods.
        3. If nothing helps, ask the storage team.

        ## After the incident

        - Write the post-mortem

        ```yaml
        maxmemory-policy: allkeys-lru
        ```
        """;

    private const string OfWorkers = """
        # Queues stand still

        **Checks:**

        - Look at the dashboard
          ```sh
          celery -A shop inspect active
          docker compose exec -T redis redis-cli LLEN celery
          ```

        **Resolution:**

        1. Restart the workers:

           ```bash
           # 1. Tell the team
           # 2. Restart them
           docker compose restart worker
           bundle exec sidekiq -C config/sidekiq.yml
           # Make sure that the page loads
           ```

        ```ruby
        Sidekiq::RetrySet.new.clear
        ```

        ```
        127.0.0.1:6379> INFO server
        redis_version:7.0.15
        127.0.0.1:6379> CONFIG SET maxmemory-policy volatile-lru
        OK
        ```

        ```sql
        -- who is there; and how many
        SELECT state, count(*) FROM pg_stat_activity GROUP BY 1;
        DELETE FROM jobs WHERE state = 'a;b';
        ```

        ```
        Status: [what]
        Impact: [who]
        ```
        """;

    [Fact]
    public void A_kubernetes_runbook_is_understood()
    {
        var report = RunbookRig.Check(OnKubernetes);
        Assert.Equal("RedisDown", report.Title);
        Assert.Equal(
        [
            "18 assessment host command kubectl -n cache get pods",
            "19 assessment native redis-cli ROLE",
            "22 assessment native kubectl -n cache exec -it redis-0 -- redis-cli info replication",
            "25 assessment host command kubectl -n cache logs -f redis-0 \\\n    --tail 50",
            "30 assessment host command kubectl get pvc -n cache",
            "31 assessment manual NAME     STATUS",
            "32 assessment manual data-0   Bound",
            "37 mitigation manual kubectl -n cache rollout restart statefulset/redis",
            "38 mitigation manual Wait for the pods.",
            "39 mitigation manual If nothing helps, ask the storage team.",
            "43 post-recovery manual Write the post-mortem",
            "46 post-recovery refused maxmemory-policy: allkeys-lru",
        ], Lines(report));
    }

    [Fact]
    public void A_runbook_of_workers_is_understood()
    {
        var report = RunbookRig.Check(OfWorkers);
        Assert.Equal(
        [
            "7 assessment host command celery -A shop inspect active",
            "8 assessment manual docker compose exec -T redis redis-cli LLEN celery",
            "16 mitigation manual 1. Tell the team",
            "18 mitigation host command docker compose restart worker",
            "19 mitigation manual bundle exec sidekiq -C config/sidekiq.yml",
            "20 mitigation manual Make sure that the page loads",
            "24 mitigation refused Sidekiq::RetrySet.new.clear",
            "28 mitigation native INFO server",
            "30 mitigation refused CONFIG SET maxmemory-policy volatile-lru",
            "36 mitigation sql SELECT state, count(*) FROM pg_stat_activity GROUP BY 1;",
            "37 mitigation manual DELETE FROM jobs WHERE state = 'a;b';",
        ], Lines(report));
        Assert.Equal(41, Assert.Single(report.Asides).Line);
    }

    [Fact]
    public void What_nobody_can_tell_is_unknown_and_counted()
    {
        var report = RunbookRig.Check("## Fix\n\n```bash\nfrobnicate --now\nredis-cli ping\n```\n");
        Assert.True(report.HasUnknown);
        Assert.Equal(new Dictionary<StepClass, int> { [StepClass.Native] = 1, [StepClass.Unknown] = 1 }, report.Totals);
    }

    [Theory]
    [InlineData("redis", "EVAL \"return\n1\" 0\nPING", 2)]
    [InlineData("bash", "redis-cli -h x\nINFO server\nCONFIG GET maxmemory", 3)]
    [InlineData("", "FLUSHALL", 1)]
    [InlineData("", "Dear customers, we find that all is well.", 0)]
    [InlineData("json", "{ \"a\": 1 }", 0)]
    public void A_block_holds_as_many_commands_as_a_reader_sees(string language, string text, int commands) =>
        Assert.Equal(commands, RunbookRig.Check($"## Fix\n\n```{language}\n{text}\n```\n").Steps.Count);

    [Theory]
    [InlineData("1. Immediate Assessment", RunbookStage.Assessment)]
    [InlineData("Recovery Verification", RunbookStage.Verification)]
    [InlineData("Post-Recovery Tasks", RunbookStage.PostRecovery)]
    [InlineData("Complete Redis Failure", RunbookStage.Emergency)]
    [InlineData("Long-Term Solutions", RunbookStage.Prevention)]
    [InlineData("Communication Template", RunbookStage.Communication)]
    [InlineData("Bananas", RunbookStage.Unstated)]
    public void A_heading_announces_a_stage(string heading, RunbookStage stage) =>
        Assert.Equal(stage, Assert.Single(RunbookRig.Check($"# Title\n\n## {heading}\n\n```bash\nredis-cli ping\n```\n").Steps).Stage);

    [Fact]
    public void The_innermost_heading_that_says_anything_decides()
    {
        var step = Assert.Single(RunbookRig.Check("# T\n\n## Emergency\n\n### 4.2 Direct mode\n\n```bash\nexport A=b\n```\n").Steps);
        Assert.Equal(RunbookStage.Emergency, step.Stage);
        Assert.Equal(["Emergency", "4.2 Direct mode"], step.Section);
    }

    [Fact]
    public void The_hash_is_that_of_the_text_and_not_of_the_editor()
    {
        var hash = new RunbookText("# T\n\n- a\n").Hash;
        Assert.Equal(hash, new RunbookText("\uFEFF# T\r\n\r\n- a  \r\n\r\n").Hash);
        Assert.NotEqual(hash, new RunbookText("# T\n\n- b\n").Hash);
        Assert.Equal(64, hash.Length);
    }

    private static IEnumerable<string> Lines(RunbookReport report) =>
        report.Steps.Select(step => $"{step.Line} {step.Stage.Text()} {step.Class.Text()} {step.Source}");
}
