using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace IncidentBot.Chat.Teams.Wire;

/// <summary>
/// Reads what comes in into Microsoft's types, and takes nothing that does not fit them: left to itself their parser makes
/// a text of any number and a date of any text that looks like one, and what Teams adds to an activity stays unread until
/// it is asked for.
/// </summary>
internal static class ActivityBody
{
    private static readonly JsonSerializer Serializer = JsonSerializer.Create(new JsonSerializerSettings
    {
        DateParseHandling = DateParseHandling.None,
        MetadataPropertyHandling = MetadataPropertyHandling.Ignore,
        MaxDepth = 64,
        Converters = { new TextOnly() },
    });

    /// <summary>With its channel data as <see cref="TeamsChannelData"/> and its mentions as <see cref="Mention"/>.</summary>
    /// <returns>Null when it is no activity.</returns>
    public static Activity? Read(byte[] body)
    {
        if (!StrictJson.IsValid(body))
        {
            return null;
        }

        try
        {
            using var reader = new JsonTextReader(new StreamReader(new MemoryStream(body)));
            if (Serializer.Deserialize<Activity>(reader) is not { } activity)
            {
                return null;
            }

            activity.ChannelData = Fit<TeamsChannelData>(activity.ChannelData);
            activity.Entities = activity.Entities is { } entities ? [.. entities.Select(Known)] : null;
            return activity;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Entity? Known(Entity? entity) => entity is { Type: "mention" } ? Fit<Mention>(entity.Properties) : entity;

    private static T? Fit<T>(object? value)
        where T : class => value switch
        {
            null => null,
            JToken token => token.ToObject<T>(Serializer),
            _ => throw new JsonSerializationException($"{value.GetType().Name} is no {typeof(T).Name}."),
        };

    private sealed class TextOnly : JsonConverter<string>
    {
        public override bool CanWrite => false;

        public override string? ReadJson(JsonReader reader, Type objectType, string? existingValue, bool hasExistingValue, JsonSerializer serializer) =>
            reader.TokenType switch
            {
                JsonToken.String => (string?)reader.Value,
                JsonToken.Null => null,
                var other => throw new JsonSerializationException($"{other} at {reader.Path} is no text."),
            };

        public override void WriteJson(JsonWriter writer, string? value, JsonSerializer serializer) => throw new NotSupportedException();
    }
}
