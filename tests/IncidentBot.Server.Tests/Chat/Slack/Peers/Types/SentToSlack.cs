using System.Globalization;
using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Types;

/// <summary>Something that a bot sent, as it would be written down in TypeScript.</summary>
/// <param name="Method">Of the Web API, <c>response_url</c>, or <c>ack of</c> what was acknowledged.</param>
internal sealed record SentToSlack(string Name, string Method, JsonNode Arguments)
{
    public static IEnumerable<SentToSlack> By(FakeSlack slack) =>
    [
        .. slack.Calls.Select((call, index) => new SentToSlack($"{index} {call.Method}", call.Method, call.IsForm ? Typed(call.Arguments) : call.Arguments)),
        .. slack.Acks.Select((ack, index) => new SentToSlack($"{index} ack of {ack.To}", $"ack of {ack.To}", ack.Body)),
    ];

    public SentToSlack Changed(string name, Action<JsonObject> change)
    {
        var arguments = Arguments.DeepClone().AsObject();
        change(arguments);
        return new SentToSlack(name, Method, arguments);
    }

    /// <summary>What looks like a number or a truth value in a form is one.</summary>
    private static JsonObject Typed(JsonObject form) => new(form.Select(field => KeyValuePair.Create(field.Key, (string?)field.Value switch
    {
        "true" or "false" => JsonValue.Create((string?)field.Value == "true"),
        { } text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => field.Value?.DeepClone(),
    })));
}
