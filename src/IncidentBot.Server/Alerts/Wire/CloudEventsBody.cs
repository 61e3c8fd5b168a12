using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Alerts.Wire;

/// <summary>
/// CloudEvents 1.0 over HTTP: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md. The id of
/// a CloudEvent is another one each time, so that <c>data.id</c> says which alert it is, and without it source, subject and type do.
/// </summary>
internal static class CloudEventsBody
{
    public const string Structured = "application/cloudevents+json";
    public const string Batch = "application/cloudevents-batch+json";
    public const string TypeLabel = "ce_type";

    private const string Version = "specversion";
    private const string What = "CloudEvent";
    private const string Expected = "Expected is CloudEvents 1.0 with id, source and type, and data as a JSON object.";

    private static readonly string[] Needed = ["id", "source", "type"];
    private static readonly string[] Labels = ["type", "source", "subject"];

    /// <param name="at">When it came: the time of what says none.</param>
    public static BodyReading ReadOne(ReadOnlyMemory<byte> body, DateTimeOffset at) => WireJson.Read(body, What, Expected, root =>
    {
        WireJson.ExpectObject(root, "it");
        return EventsBody.Deliveries([Event(root, "", at)]);
    });

    /// <inheritdoc cref="ReadOne"/>
    public static BodyReading ReadBatch(ReadOnlyMemory<byte> body, DateTimeOffset at) => WireJson.Read(body, "batch of CloudEvents", Expected, root =>
        root.ValueKind is JsonValueKind.Array
            ? EventsBody.Deliveries(EventsBody.Each(root, "", (item, path) => Event(item, path, at)))
            : throw new UnreadableException($"it is {WireJson.Kind(root)} where a list is expected"));

    /// <summary>Binary mode: the attributes are headers, and the body is the data.</summary>
    /// <param name="attributes">By their names, without <c>ce-</c>.</param>
    /// <param name="body">May be empty.</param>
    public static BodyReading ReadBinary(IReadOnlyDictionary<string, string> attributes, ReadOnlyMemory<byte> body, DateTimeOffset at)
    {
        var head = new JsonObject(attributes.Select(attribute => KeyValuePair.Create(attribute.Key, (JsonNode?)attribute.Value)));
        return WireJson.Read(body.IsEmpty ? "{}"u8.ToArray() : body, What, Expected, data =>
        {
            WireJson.ExpectObject(data, "\"data\"");
            return EventsBody.Deliveries([Event(JsonElement.Parse(head.ToJsonString()), data, "", "ce-", at)]);
        });
    }

    /// <summary>Whether an object says of itself that it is one.</summary>
    public static bool IsOne(JsonElement item) => item.ValueKind is JsonValueKind.Object && WireJson.Field(item, Version) is not null;

    public static PlainEvent Event(JsonElement item, string path, DateTimeOffset at) =>
        Event(item, WireJson.Object(item, "data", path), $"{path}data.", path, at);

    private static PlainEvent Event(JsonElement head, JsonElement? data, string dataPath, string path, DateTimeOffset at)
    {
        if (WireJson.Scalar(head, Version, path) is not "1.0")
        {
            throw new UnreadableException($"\"{path}{Version}\" is not 1.0");
        }

        foreach (var name in Needed)
        {
            _ = WireJson.Text(head, name, path) is { Length: > 0 } ? true : throw new UnreadableException($"\"{path}{name}\" is missing");
        }

        if (WireJson.Field(head, "data_base64") is not null)
        {
            throw new UnreadableException($"\"{path}data_base64\" is not read");
        }

        var labels = Labels.Select(name => (Name: $"ce_{name}", Text: WireJson.Text(head, name, path)))
            .Where(label => label.Text is { Length: > 0 })
            .ToDictionary(label => label.Name, label => label.Text!);
        var said = data ?? Nothing;
        var fingerprint = WireJson.Scalar(said, "id", dataPath) is { Length: > 0 } id ? id : AlertBounds.Fingerprint(labels);
        return PlainEvent.Read(said, dataPath, WireJson.Time(head, "time", path) ?? at, labels, fingerprint);
    }

    private static JsonElement Nothing { get; } = JsonElement.Parse("{}");
}
