using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

public sealed class SqlRuleTests
{
    /// <summary>Redis and SQL share words: SELECT, SET, COPY, RESET, DISCARD.</summary>
    [Theory]
    [InlineData("SELECT pg_terminate_backend(4242);", StepClass.Manual)]
    [InlineData("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE state = 'active';", StepClass.Manual)]
    [InlineData("SELECT count(*) FROM jobs;", StepClass.Sql)]
    [InlineData("SET statement_timeout = 0;", StepClass.Manual)]
    [InlineData("COPY jobs FROM '/tmp/jobs.csv';", StepClass.Manual)]
    [InlineData("RESET ALL;", StepClass.Manual)]
    [InlineData("DISCARD ALL;", StepClass.Manual)]
    [InlineData("DELETE FROM jobs;", StepClass.Manual)]
    [InlineData("TRUNCATE jobs;", StepClass.Refused)]
    public void Sql_without_a_language_is_sql(string text, StepClass expected)
    {
        foreach (var steps in new[] { RunbookRig.Fence(text), RunbookRig.Fence(text, "bash"), RunbookRig.Check($"# T\n\n`{text}`\n").Steps })
        {
            var step = Assert.Single(steps);
            Assert.True(step.Class == expected, $"{text}: {step}");
        }
    }

    [Theory]
    [InlineData("SELECT 4")]
    [InlineData("SELECT <db>")]
    public void Choosing_a_database_of_redis_is_about_the_connection(string text) =>
        Assert.Equal("nothing to do", Assert.Single(RunbookRig.Fence(text, "redis")).Becomes);

    [Theory]
    [InlineData("SELECT pg_drop_replication_slot('warehouse')")]
    [InlineData("SELECT lo_unlink(17)")]
    [InlineData("SELECT pg_stat_reset()")]
    [InlineData("SELECT pg_catalog.pg_stat_statements_reset()")]
    [InlineData("SELECT pg_reload_conf()")]
    [InlineData("SELECT purge_old_orders(30)")]
    [InlineData("SELECT app.purge(30), now()")]
    [InlineData("SELECT now(), pg_drop_replication_slot('x')")]
    [InlineData("SELECT set_config('work_mem', '1GB', false)")]
    [InlineData("SELECT pg_advisory_unlock_all()")]
    [InlineData("SELECT dblink_exec('x', 'DELETE FROM a')")]
    [InlineData("SELECT 'DROP TABLE a' \\gexec")]
    [InlineData("\\i repair.sql")]
    [InlineData("\\! rm x")]
    [InlineData("SELECT id FROM jobs FOR UPDATE")]
    public void A_statement_that_may_do_more_than_read_is_left_to_a_person(string sql)
    {
        var step = Assert.Single(RunbookRig.Fence(sql, "sql"));
        Assert.True(step.Class == StepClass.Manual, $"{sql}: {step}");
    }

    [Theory]
    [InlineData("SELECT count(*) FROM pg_stat_activity")]
    [InlineData("SELECT pid, age(clock_timestamp(), query_start), left(query, 60) FROM pg_stat_activity WHERE state IN ('active') ORDER BY 2 DESC")]
    [InlineData("SELECT pg_size_pretty(pg_total_relation_size('jobs'))")]
    [InlineData("WITH slow (pid) AS (SELECT pid FROM pg_stat_activity) SELECT * FROM slow")]
    [InlineData("SELECT * FROM unnest(pg_blocking_pids(4)) AS t(pid)")]
    [InlineData("SELECT slot_name, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) FROM pg_replication_slots")]
    [InlineData("EXPLAIN (ANALYZE, BUFFERS) SELECT count(*) FROM jobs")]
    [InlineData("SHOW max_connections")]
    [InlineData("\\dt+")]
    public void What_only_reads_is_a_query(string sql)
    {
        var step = Assert.Single(RunbookRig.Fence(sql, "sql"));
        Assert.True(step.Class == StepClass.Sql, $"{sql}: {step}");
    }

    [Fact]
    public void What_a_terminal_showed_of_psql_is_its_statements_alone()
    {
        var steps = RunbookRig.Fence("""
            app=# SELECT pid, state
            app-#   FROM pg_stat_activity;
              pid  | state
            -------+--------
              4242 | active
            (1 row)

            app=# SELECT pg_terminate_backend(4242);
             pg_terminate_backend
            ----------------------
             t
            (1 row)
            """);
        Assert.Equal([(StepClass.Sql, 6), (StepClass.Manual, 13)], steps.Select(step => (step.Class, step.Line)));
    }

    [Fact]
    public void What_is_typed_to_psql_is_sql()
    {
        var steps = RunbookRig.Shell("psql app\nSELECT count(*) FROM jobs;\nselect pg_stat_reset();\n\\q");
        Assert.Equal([StepClass.Manual, StepClass.Sql, StepClass.Manual, StepClass.Manual], steps.Select(step => step.Class));
    }
}
