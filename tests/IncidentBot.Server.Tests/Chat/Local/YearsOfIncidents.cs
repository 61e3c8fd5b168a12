using System.Globalization;
using IncidentBot.Chat.Local;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Local;

/// <summary>
/// A local chat that has been in use for a long time, written straight by its engine: closed incidents, each with a channel
/// in which one message was said. What a bot does afterwards it does with numbers and revisions that go on from there.
/// </summary>
internal static class YearsOfIncidents
{
    private static readonly DateTimeOffset Then = new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static string ChannelOf(int number) => string.Create(CultureInfo.InvariantCulture, $"inc-{number}-redis-is-slow");

    /// <summary>Those with the numbers after the one, up to the other.</summary>
    public static async Task WriteAsync(IDatabase database, int after, int upTo, CancellationToken ct)
    {
        var isPostgres = database.SchemaFolder == "Postgres";
        var numbers = isPostgres
            ? "generate_series(@from, @to) as s(n)"
            : "(with recursive s(n) as (select @from union all select n + 1 from s where n < @to) select n from s) as s";
        const string Name = "'inc-' || n || '-redis-is-slow'";
        const string Members = $"'number', n, 'title', 'Redis is slow on host ' || n, 'channel'";
        var body = isPostgres
            ? $"cast(@body as jsonb) || jsonb_build_object({Members}, jsonb_build_object('platform', 'local', 'workspace', 'local', 'channelId', {Name}))"
            : $"json_patch(@body, json_object({Members}, json_object('channelId', {Name})))";
        await RunAsync(
            $"""
             insert into incidents (id, number, version, channel, is_open, is_over, timeline_length, opened_at, body)
             select 'old-' || n, n, 1, 'local:local:' || {Name}, @no, @yes, 0, @at, {body} from {numbers}
             """,
            ("body", Json.Of(Closed, StoreJson.Default.Incident)),
            ("no", false),
            ("yes", true),
            ("at", Then));
        await RunAsync($"insert into channels (channel, platform, last_position) select 'local:local:' || {Name}, 'local', n from {numbers}");
        await RunAsync(
            $"""
             insert into channel_messages (channel, id, position, revision, body)
             select 'local:local:' || {Name}, 'bot-old-' || n, n, n, {(isPostgres ? "cast(@message as jsonb)" : "@message")} from {numbers}
             """,
            ("message", Json.Of(Said, StoreJson.Default.ChannelMessage)));
        foreach (var series in new[] { "incident", "channel revision" })
        {
            await database.WriteAsync(
                session => session.ExecuteAsync(
                    new("insert into series (name, last) values (@name, @last) on conflict (name) do update set last = excluded.last")
                    {
                        ["name"] = series,
                        ["last"] = upTo + 1000L,
                    },
                    ct),
                ct);
        }

        async Task RunAsync(string sql, params (string Name, object Value)[] values)
        {
            var statement = new Statement(sql) { ["from"] = after + 1, ["to"] = upTo };
            foreach (var (name, value) in values)
            {
                statement[name] = value;
            }

            await database.WriteAsync(session => session.ExecuteAsync(statement, ct), ct);
        }
    }

    private static Incident Closed => new()
    {
        Id = new IncidentId(new Guid("019ab000-0000-7000-8000-000000000001")),
        Number = 1,
        Title = "Redis is slow",
        Severity = Severity.P1,
        State = IncidentState.Closed,
        Target = new("redis", "primary"),
        Channel = LocalChannels.Ref("inc-1-redis-is-slow"),
        OpenedBy = new PersonId("ada"),
        OpenedAt = Then,
        UpdatedAt = Then,
        ClosedAt = Then,
        Version = 1,
    };

    private static ChannelMessage Said =>
        new("bot-old", LocalChannels.Ref("general"), Then, Author: null, OnlyFor: null, new Card("It is closed"), Revision: 0);
}
