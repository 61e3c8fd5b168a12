using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Rules;

/// <summary>
/// The functions of PostgreSQL and MySQL that are known only to read. A SELECT can also drop a replication slot, reset statistics or
/// call what somebody wrote, so whatever is not named here is not taken for a read.
/// </summary>
internal static partial class SqlFunctions
{
    private static readonly HashSet<string> Reading = new(
        (
            // What looks like a call and is none.
            "in any all some exists values and or not on using as from where with over filter within group by having select distinct when then "
            + "else case join lateral union except intersect limit offset interval partition order between like ilike is null true false returning "
            + "varchar char numeric decimal timestamp timestamptz time bit array row cast extract explain analyze "
            + "buffers costs verbose materialized recursive "
            // Aggregates and windows.
            + "count sum avg min max array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg bool_and bool_or every group_concat stddev "
            + "stddev_pop stddev_samp variance var_pop var_samp corr mode percentile_cont percentile_disc row_number rank dense_rank percent_rank "
            + "cume_dist ntile lag lead first_value last_value nth_value grouping "
            // Texts, numbers, times, JSON.
            + "lower upper length char_length octet_length substring substr left right trim ltrim rtrim btrim replace position strpos concat concat_ws "
            + "format split_part regexp_replace regexp_matches regexp_match regexp_split_to_table lpad rpad repeat reverse md5 encode decode quote_ident "
            + "quote_literal to_char to_number to_date to_timestamp initcap starts_with abs ceil ceiling floor round trunc mod power sqrt greatest least "
            + "coalesce nullif ifnull if isnull sign random now clock_timestamp statement_timestamp transaction_timestamp current_timestamp "
            + "current_date current_time localtimestamp timeofday date_trunc date_part date date_add date_sub datediff timestampdiff unix_timestamp "
            + "from_unixtime make_interval justify_interval age year month day hour minute second isfinite jsonb_array_elements json_array_elements "
            + "jsonb_array_length json_array_length jsonb_each json_each jsonb_each_text jsonb_extract_path_text json_extract jsonb_pretty to_json to_jsonb "
            + "row_to_json json_build_object jsonb_build_object jsonb_object_keys jsonb_typeof unnest generate_series array_length cardinality "
            + "array_to_string string_to_array array_position width_bucket "
            // What the server says of itself.
            + "version current_database current_schema current_schemas current_user session_user user database connection_id current_setting "
            + "inet_server_addr inet_server_port inet_client_addr pg_backend_pid pg_postmaster_start_time pg_conf_load_time pg_is_in_recovery "
            + "pg_is_wal_replay_paused pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_last_xact_replay_timestamp "
            + "pg_current_wal_lsn pg_current_wal_insert_lsn pg_current_wal_flush_lsn pg_wal_lsn_diff pg_walfile_name "
            + "pg_size_pretty pg_size_bytes "
            + "pg_database_size pg_table_size pg_indexes_size "
            + "pg_relation_size pg_total_relation_size pg_tablespace_size pg_column_size pg_blocking_pids pg_safe_snapshot_blocking_pids pg_lock_status "
            + "pg_get_viewdef pg_get_indexdef pg_get_constraintdef pg_get_functiondef pg_get_expr pg_get_userbyid pg_table_is_visible "
            + "pg_relation_filepath pg_stat_get_activity pg_stat_get_wal_senders pg_stat_get_live_tuples pg_stat_get_dead_tuples pg_stat_get_backend_idset "
            + "pg_encoding_to_char pg_stat_file pg_ls_waldir pg_ls_logdir pg_ls_tmpdir pg_show_all_settings pg_available_extensions pg_locks "
            + "pg_control_checkpoint pg_control_system pg_control_init pg_control_recovery "
            + "obj_description col_description has_table_privilege has_database_privilege has_schema_privilege format_type to_regclass "
            + "txid_current_if_assigned txid_current_snapshot pg_current_xact_id_if_assigned pg_current_snapshot pg_snapshot_xmin mxid_age "
            + "pg_xact_commit_timestamp")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    /// <param name="sql">Without comments and without what stands in quotes.</param>
    /// <returns>The first function that may do more than read; null where there is none.</returns>
    public static string? NotKnownToRead(string sql)
    {
        foreach (Match call in Calls().Matches(sql))
        {
            var name = call.Groups[1].Value;
            var plain = name.StartsWith("pg_catalog.", StringComparison.OrdinalIgnoreCase) ? name["pg_catalog.".Length..] : name;
            if (!Reading.Contains(plain) && !NamesColumns(sql, call))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>A name with its columns is no call: <c>AS t(a, b)</c>, <c>WITH slow (pid) AS (SELECT …</c>.</summary>
    private static bool NamesColumns(string sql, Match call)
    {
        var before = sql[Math.Max(0, call.Index - 40)..call.Index];
        var after = sql.AsSpan(call.Index + call.Length, Math.Min(200, sql.Length - call.Index - call.Length));
        return Alias().IsMatch(before) || (Listed().IsMatch(before) && Query().IsMatch(after));
    }

    [GeneratedRegex(@"([A-Za-z_""][\w.$""]*)\s*\(", RegexOptions.NonBacktracking)]
    private static partial Regex Calls();

    [GeneratedRegex(@"(?:\bas|\))\s+$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Alias();

    [GeneratedRegex(@"(?:\bwith\s+|\brecursive\s+|\)\s*,\s*)$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Listed();

    [GeneratedRegex(
        @"^[\w\s,""]*\)\s*as\s+(?:not\s+)?(?:materialized\s+)?\(\s*(?:select|with|values)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Query();
}
