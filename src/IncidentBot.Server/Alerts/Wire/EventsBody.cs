using System.Globalization;
using System.Text.Json;

namespace IncidentBot.Alerts.Wire;

/// <summary>
/// The bot's own plain form, for whatever can run curl: <c>{"id": "backup-7", "title": "…", "status": "firing"}</c>, a list of
/// such, or <c>{"events": […]}</c>. A CloudEvent is taken for one wherever it names its version.
/// </summary>
internal static class EventsBody
{
    /// <summary>In one body. Each is stored for itself, within the time that a sender waits.</summary>
    public const int MostGroups = 200;

    private const string Expected = "Expected is JSON such as {\"id\": \"backup-7\", \"title\": \"Backup failed\", \"status\": \"firing\"}, "
        + "a list of such, or {\"events\": [...]}.";

    /// <param name="at">When it came: the time of what says none.</param>
    public static BodyReading Read(ReadOnlyMemory<byte> body, DateTimeOffset at) => WireJson.Read(body, "event", Expected, root => root switch
    {
        { ValueKind: JsonValueKind.Array } => Deliveries(List(root, "", at)),
        { ValueKind: JsonValueKind.Object } when CloudEventsBody.IsOne(root) => Deliveries([CloudEventsBody.Event(root, "", at)]),
        { ValueKind: JsonValueKind.Object } => Deliveries(WireJson.List(root, "events", "") is { } list ? List(list, "events", at) : [Event(root, "", at)]),
        _ => throw new UnreadableException($"it is {WireJson.Kind(root)} where an object or a list is expected"),
    });

    /// <exception cref="UnreadableException">They are of too many groups.</exception>
    public static IReadOnlyList<AlertDelivery> Deliveries(IEnumerable<PlainEvent> events)
    {
        var deliveries = events
            .GroupBy(each => each.Group, StringComparer.Ordinal)
            .Select(group => new AlertDelivery(group.Key, AlertGroupBody.LastOfEach(group.Select(each => each.Notice))))
            .ToList();
        return deliveries.Count <= MostGroups ? deliveries : throw new UnreadableException(string.Create(
            CultureInfo.InvariantCulture,
            $"it has events of {deliveries.Count} groups, and {MostGroups} are taken at once: give those that belong together one group, or send them apart"));
    }

    /// <param name="each">Reads one of them, given its path.</param>
    public static IEnumerable<PlainEvent> Each(JsonElement list, string name, Func<JsonElement, string, PlainEvent> each) =>
        list.GetArrayLength() <= AlertBounds.MostAlerts
            ? list.EnumerateArray().Select((item, n) =>
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"{name}[{n}]");
                WireJson.ExpectObject(item, $"\"{place}\"");
                return each(item, $"{place}.");
            })
            : throw new UnreadableException(string.Create(
                CultureInfo.InvariantCulture,
                $"it has {list.GetArrayLength()} events, and {AlertBounds.MostAlerts} are taken at once"));

    private static IEnumerable<PlainEvent> List(JsonElement list, string name, DateTimeOffset at) =>
        Each(list, name, (item, path) => CloudEventsBody.IsOne(item) ? CloudEventsBody.Event(item, path, at) : Event(item, path, at));

    private static PlainEvent Event(JsonElement item, string path, DateTimeOffset at) => PlainEvent.Read(
        item,
        path,
        at,
        new Dictionary<string, string>(),
        WireJson.Scalar(item, "id", path) is { Length: > 0 } id ? id : throw new UnreadableException($"\"{path}id\" is missing"));
}
