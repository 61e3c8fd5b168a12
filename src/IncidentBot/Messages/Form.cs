using System.Text.Json.Serialization;
using IncidentBot.Words;

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
        var typed = Fields.ToDictionary(field => field.Key, field => OneLine.Words(values.GetValueOrDefault(field.Key) ?? ""));
        var faults = new Dictionary<string, string>();
        foreach (var field in Fields)
        {
            if (field.Fault(typed[field.Key]) is { } fault)
            {
                faults[field.Key] = fault;
            }
        }

        if (faults.Count > 0)
        {
            return new FormReading.Lacking(faults);
        }

        // In one pass over the template: a value that holds another field's key in braces stays as it is.
        var words = Fields.ToDictionary(field => field.Key, field => field.AsTyped(typed[field.Key]));
        var parts = Command.Split('{', '}').Select((part, index) => index % 2 == 0 ? part : words.GetValueOrDefault(part) ?? "");
        return new FormReading.Complete(OneLine.Words(string.Concat(parts)));
    }
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

    /// <returns>What is wrong with what was entered, and what is expected; null when nothing is.</returns>
    internal string? Fault(string value) => value.Length > 0 ? FaultOf(value) : Optional ? null : WhenMissing;

    /// <summary>What the command says for it.</summary>
    internal virtual string AsTyped(string value) => value;

    private protected virtual string? FaultOf(string value) => null;

    public sealed record Text(string Key, string Label, int Longest) : FormField(Key, Label)
    {
        public bool Multiline { get; init; }

        /// <summary>The only thing that may be entered, typed by hand to show that it is meant.</summary>
        public string? Exactly { get; init; }

        private protected override string? FaultOf(string value) =>
            value.Length > Longest ? $"Write at most {Longest} characters; these are {value.Length}."
            : Exactly is not null && value != Exactly ? $"Type {Exactly}, exactly like this."
            : null;
    }

    /// <param name="Options">The first one is chosen unless somebody chooses another.</param>
    public sealed record Choice(string Key, string Label, IReadOnlyList<FormOption> Options) : FormField(Key, Label)
    {
        internal override string AsTyped(string value) => value == FormOption.Nothing ? "" : value;

        // Where the options were left behind on the way, the platform has seen to it.
        private protected override string? FaultOf(string value) =>
            Options.Count == 0 || Options.Any(option => option.Value == value && !option.IsUnchosen) ? null : "Choose one of these.";
    }

    /// <summary>Has to be ticked before the form can be sent off.</summary>
    public sealed record Tick(string Key, string Label, string Statement) : FormField(Key, Label)
    {
        public override string WhenMissing => "Tick the box to go ahead.";
    }
}

/// <param name="Value">As it is typed.</param>
public sealed record FormOption(string Value, string Label)
{
    /// <summary>Platforms take no option without a value; this one stands for none.</summary>
    internal const string Nothing = "-";

    /// <summary>Stands for a choice that somebody has to make: there is nothing that is chosen unless they do.</summary>
    private const string Open = "?";

    internal bool IsUnchosen => Value == Open;

    public static FormOption Unchosen(string label) => new(Open, label);

    /// <summary>What is meant by a command that leaves the value out.</summary>
    public static FormOption Without(string label) => new(Nothing, label);
}

public abstract record FormReading
{
    private FormReading()
    {
    }

    public sealed record Complete(string Command) : FormReading;

    /// <param name="Fields">What is wrong, by the key of the field.</param>
    public sealed record Lacking(IReadOnlyDictionary<string, string> Fields) : FormReading;
}
