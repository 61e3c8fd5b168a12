using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IncidentBot.Actions;
using IncidentBot.Alerts;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Watch;

namespace IncidentBot.Storage;

/// <summary>
/// The shape of the body columns. Generated at compile time, because reflection would cost start-up time. PostgreSQL
/// sorts the names inside jsonb, so the type of a polymorphic value may be found behind its other members.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(CleanStringJson), typeof(IncidentIdJson), typeof(RunIdJson), typeof(PersonIdJson), typeof(ActionIdJson), typeof(TargetRefJson)])]
[JsonSerializable(typeof(Incident))]
[JsonSerializable(typeof(StoredEntry))]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(RunProgress))]
[JsonSerializable(typeof(Outgoing))]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(InboxMessage))]
[JsonSerializable(typeof(ChannelMessage))]
[JsonSerializable(typeof(LinkOffer))]
[JsonSerializable(typeof(KeptCard))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(AlertSilence))]
[JsonSerializable(typeof(AlertDelivery))]
[JsonSerializable(typeof(WatchSample))]
internal sealed partial class StoreJson : JsonSerializerContext;

/// <summary>A value for a body column.</summary>
internal readonly record struct Json(string Text)
{
    public static Json Of<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.Serialize(value, type));

    public static T Read<T>(string text, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(text, type) ?? throw new JsonException($"A stored {typeof(T).Name} is null.");
}
