using System.Reflection;
using System.Text;
using IncidentBot.Chat.Teams.Wire;
using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using Newtonsoft.Json;

namespace IncidentBot.Server.Tests.Chat.Teams;

/// <summary>The parser of Microsoft's types takes more than JSON and makes of it what it was not; none of that gets in.</summary>
public sealed class ActivityBodyTests
{
    private static readonly string[] Values =
    [
        "null", "true", "-1", "7.5", "1e400", "99999999999999999999999999999999", "\"\"", "\"x\"", "\"2026-11-29T10:00:00Z\"", "[]", "{}", "[[]]",
        "[null]", "[7]", "[{}]", "{\"id\":{}}", "{\"id\":7}", "{\"x\":1,\"x\":2}", "{\"$ref\":\"1\"}",
        "{\"$type\":\"System.Object\"}", "{\"type\":\"mention\"}",
        "[{\"type\":\"mention\",\"mentioned\":7}]", "[{\"type\":\"mention\",\"mentioned\":{\"id\":[]}}]", "{\"tenant\":{\"id\":7}}", "{\"tenant\":[]}",
    ];

    [Theory]
    [InlineData("{'type':'message'}")]
    [InlineData("{type:\"message\"}")]
    [InlineData("{\"type\":\"message\",}")]
    [InlineData("{\"type\":\"message\"}{}")]
    [InlineData("{\"type\":\"message\"} x")]
    [InlineData("{\"type\":\"message\" /* a comment */}")]
    [InlineData("{\"type\":\"message\",\"value\":NaN}")]
    [InlineData("{\"type\":\"message\",\"value\":0x1F}")]
    [InlineData("{\"type\":\"message\",\"value\":undefined}")]
    [InlineData("{\"type\":\"message\",\"value\":new Date(1)}")]
    [InlineData("{\"type\":\"message\",\"text\":\"\\ud83d\"}")]
    [InlineData("{\"type\":\"message\",\"value\":{\"\\ude80\":1}}")]
    [InlineData("\ufeff{\"type\":\"message\"}")]
    public void What_is_no_JSON_is_no_activity(string body) => Assert.Null(Read(body));

    [Fact]
    public void What_is_no_text_is_no_activity() => Assert.Null(ActivityBody.Read([.. "{\"type\":\""u8, 0xFF, .. "\"}"u8]));

    [Theory]
    [InlineData("{\"type\":\"message\",\"text\":7}")]
    [InlineData("{\"type\":\"message\",\"text\":true}")]
    [InlineData("{\"type\":\"message\",\"from\":{\"id\":7}}")]
    [InlineData("{\"type\":\"message\",\"channelData\":[]}")]
    [InlineData("{\"type\":\"message\",\"channelData\":\"x\"}")]
    [InlineData("{\"type\":\"message\",\"channelData\":{\"tenant\":{\"id\":7}}}")]
    [InlineData("{\"type\":\"message\",\"entities\":[{\"type\":\"mention\",\"mentioned\":{\"id\":7}}]}")]
    [InlineData("{\"type\":\"message\",\"timestamp\":\"yesterday\"}")]
    public void What_does_not_fit_Microsofts_types_is_no_activity(string body) => Assert.Null(Read(body));

    [Fact]
    public void What_looks_like_a_date_stays_what_was_typed()
    {
        var activity = Read("""{"type":"message","text":"2026-11-29T10:00:00Z","value":{"command":"2026-11-29T10:00:00+01:00"}}""")!;

        Assert.Equal("2026-11-29T10:00:00Z", activity.Text);
        Assert.Equal("2026-11-29T10:00:00+01:00", Carried.ByMessage(activity.Value)!.Value.GetProperty("command").GetString());
    }

    [Fact]
    public void What_is_in_it_can_refer_to_nothing_else()
    {
        var activity = Read("""{"type":"message","from":{"$id":"1","id":"29:1alice"},"recipient":{"$ref":"1"}}""")!;

        Assert.Equal(("29:1alice", null), (activity.From.Id, activity.Recipient.Id));
    }

    [Fact]
    public void Nothing_in_any_place_breaks_the_reader()
    {
        List<string> bodies =
        [
            .. Everything(typeof(Activity), value => value),
            .. Everything(typeof(ChannelAccount), value => $"{{\"from\":{value}}}"),
            .. Everything(typeof(ConversationAccount), value => $"{{\"conversation\":{value}}}"),
            .. Everything(typeof(TeamsChannelData), value => $"{{\"channelData\":{value}}}"),
            .. Everything(typeof(Mention), value => $"{{\"entities\":[{value}]}}"),
        ];

        var read = bodies.Count(body => Read(body) is not null);

        Assert.True(bodies.Count > 1000, $"{bodies.Count}");
        Assert.InRange(read, 1, bodies.Count - 1);
    }

    /// <summary>An object for each member and each value that it may have.</summary>
    private static IEnumerable<string> Everything(Type type, Func<string, string> within) =>
        from member in type.GetProperties()
        let name = member.GetCustomAttribute<JsonPropertyAttribute>()?.PropertyName ?? member.Name
        from value in Values
        select within($"{{\"type\":\"mention\",\"{name}\":{value}}}");

    private static Activity? Read(string body) => ActivityBody.Read(Encoding.UTF8.GetBytes(body));
}
