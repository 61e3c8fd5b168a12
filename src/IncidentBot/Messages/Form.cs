using System.Text.Json.Serialization;

namespace IncidentBot.Messages;

/// <summary>Asks for what a command needs. What is sent off is the command, so nothing can be submitted that could not be typed.</summary>
/// <param name="Command">With the key of a field in braces where its value goes: <c>/incident note INC-7 {text}</c>.</param>
public sealed record Form(string Title, string Submit, string Command, IReadOnlyList<FormField> Fields)
{
    /// <summary>Shown above the fields.</summary>
    public Card? About { get; init; }

    /// <param name="values">By the keys of the fields; what was left empty may be missing.</param>
    public FormReading Read(IReadOnlyDictionary<string, string> values)
    {
        var typed = Fields.ToDictionary(field => field.Key, field => OneLine(values.GetValueOrDefault(field.Key) ?? ""));
        var lacking = Fields.Where(field => !field.Optional && typed[field.Key].Length == 0).ToDictionary(field => field.Key, field => field.WhenMissing);
        foreach (var choice in Fields.OfType<FormField.Choice>().Where(choice => !lacking.ContainsKey(choice.Key) && !choice.Takes(typed[choice.Key])))
        {
            lacking[choice.Key] = "Choose one of these.";
        }

        if (lacking.Count > 0)
        {
            return new FormReading.Lacking(lacking);
        }

        // In one pass over the template: a value that holds another field's key in braces stays as it is.
        var parts = Command.Split('{', '}').Select((part, index) => index % 2 == 0 ? part : typed.GetValueOrDefault(part) ?? "");
        return new FormReading.Complete(OneLine(string.Concat(parts)));
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Choice), "choice")]
[JsonDerivedType(typeof(Tick), "tick")]
public abstract record FormField(string Key, string Label)
{
    public bool Optional { get; init; }

    /// <summary>Small print below the field.</summary>
    public string? Hint { get; init; }

    [JsonIgnore]
    public virtual string WhenMissing => "This cannot be empty.";

    public sealed record Text(string Key, string Label, int Longest) : FormField(Key, Label)
    {
        public bool Multiline { get; init; }
    }

    /// <param name="Options">The first one is chosen unless somebody chooses another.</param>
    public sealed record Choice(string Key, string Label, IReadOnlyList<FormOption> Options) : FormField(Key, Label)
    {
        /// <summary>Where the options were left behind on the way, the platform has seen to it.</summary>
        internal bool Takes(string value) => Options.Count == 0 || (Optional && value.Length == 0) || Options.Any(option => option.Value == value);
    }

    /// <summary>Has to be ticked before the form can be sent off.</summary>
    public sealed record Tick(string Key, string Label, string Statement) : FormField(Key, Label)
    {
        public override string WhenMissing => "Tick the box to go ahead.";
    }
}

/// <param name="Value">As it is typed.</param>
public sealed record FormOption(string Value, string Label);

public abstract record FormReading
{
    private FormReading()
    {
    }

    public sealed record Complete(string Command) : FormReading;

    /// <param name="Fields">What is wrong, by the key of the field.</param>
    public sealed record Lacking(IReadOnlyDictionary<string, string> Fields) : FormReading;
}
