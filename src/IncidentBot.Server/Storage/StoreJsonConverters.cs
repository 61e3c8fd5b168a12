using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Targets;

namespace IncidentBot.Storage;

/// <summary>Text as <see cref="StoredText.Clean"/> leaves it: what one engine would refuse, neither stores.</summary>
internal sealed class CleanStringJson : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(StoredText.Clean(value));

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(StoredText.Clean(value));
}

/// <summary>An id is a plain string in JSON, not an object with one member.</summary>
internal sealed class IncidentIdJson : JsonConverter<IncidentId>
{
    public override IncidentId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, IncidentId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <inheritdoc cref="IncidentIdJson"/>
internal sealed class RunIdJson : JsonConverter<RunId>
{
    public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>A plain string too, but for somebody whose name is kept beside their id.</summary>
internal sealed class PersonIdJson : JsonConverter<PersonId>
{
    private const string Id = "id";
    private const string Name = "name";

    public override PersonId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String)
        {
            return new(reader.GetString()!);
        }

        using var person = JsonDocument.ParseValue(ref reader);
        return new(person.RootElement.GetProperty(Id).GetString()!) { Name = person.RootElement.GetProperty(Name).GetString() };
    }

    public override void Write(Utf8JsonWriter writer, PersonId value, JsonSerializerOptions options)
    {
        if (value.Name is null)
        {
            writer.WriteStringValue(StoredText.Clean(value.Value));
            return;
        }

        writer.WriteStartObject();
        writer.WriteString(Id, StoredText.Clean(value.Value));
        writer.WriteString(Name, StoredText.Clean(value.Name));
        writer.WriteEndObject();
    }
}

/// <inheritdoc cref="IncidentIdJson"/>
internal sealed class ActionIdJson : JsonConverter<ActionId>
{
    public override ActionId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, ActionId value, JsonSerializerOptions options) => writer.WriteStringValue(StoredText.Clean(value.Value));
}

/// <summary>An incident from before 2026-11-29 has the name of its target alone.</summary>
internal sealed class TargetRefJson : JsonConverter<TargetRef>
{
    private const string System = "system";
    private const string Name = "name";

    public override TargetRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String)
        {
            return TargetRef.Unknown(reader.GetString()!);
        }

        using var target = JsonDocument.ParseValue(ref reader);
        return new(target.RootElement.GetProperty(System).GetString()!, target.RootElement.GetProperty(Name).GetString()!);
    }

    public override void Write(Utf8JsonWriter writer, TargetRef value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(System, StoredText.Clean(value.System));
        writer.WriteString(Name, StoredText.Clean(value.Name));
        writer.WriteEndObject();
    }
}
