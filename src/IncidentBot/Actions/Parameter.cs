namespace IncidentBot.Actions;

/// <summary>What is typed behind the name of an action or a command, one of several.</summary>
/// <param name="Help">What it is, for people and programs.</param>
/// <param name="Example">A value that could be typed as it stands.</param>
public sealed record Parameter(string Name, string Help, string Example)
{
    /// <summary>Where something else is to be read in usage lines: <c>INC-n</c>, <c>P0|P1|P2</c>.</summary>
    private readonly string? notation;

    public ParameterKind Kind { get; init; }

    public bool Required { get; init; }

    /// <summary>With it, other people's data is shown: to whoever may respond and types it, and to nobody else.</summary>
    public bool ShowsOthersData { get; init; }

    /// <summary>For the last parameter: it gets all further words too.</summary>
    public bool TakesRest { get; init; }

    /// <summary>The values allowed; empty where <see cref="Check"/> alone decides.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Says what is wrong with a value, or null when it is fine.</summary>
    public Func<string, string?>? Check { get; init; }

    /// <summary>
    /// Whether a word that cannot be its value was meant to be: P3, for a severity. An optional parameter is else left out, and the
    /// word is the next one's.
    /// </summary>
    public Func<string, bool>? WasMeant { get; init; }

    public string Notation
    {
        get => notation ?? Name;
        init => notation = value;
    }

    /// <summary>
    /// Typed as <c>name=value</c>, in any order: before the first word of a text, or at its end. A <see cref="ParameterKind.Flag"/>
    /// is its name alone and is taken in front only, where it is less likely a word of the text.
    /// </summary>
    public bool Named { get; init; }

    /// <summary>Asked where it is missing or cannot be read: <c>Which run?</c></summary>
    public string? Question { get; init; }

    /// <summary>Said below the question.</summary>
    public string? Hint { get; init; }

    /// <summary>Required, but what is said where it is missing depends on how things stand: whoever carries the command out says it.</summary>
    public bool AskedLater { get; init; }

    /// <summary>When platforms that have forms ask for it with one.</summary>
    public AsksWithForm Form { get; init; }

    /// <summary>Of a run: which ones it makes sense for. Only those are offered; null for any.</summary>
    public Func<Run, bool>? Suits { get; init; }

    public string Usage => Required ? $"<{Notation}>" : $"[{Notation}]";

    /// <summary>As it is written among <see cref="Choices"/>, or as it was typed.</summary>
    internal string Spelled(string value) => Choices.FirstOrDefault(choice => string.Equals(choice, value, StringComparison.OrdinalIgnoreCase)) ?? value;

    internal bool IsChoice(string value) => Choices.Contains(value, StringComparer.OrdinalIgnoreCase);
}

public enum ParameterKind
{
    Word,

    /// <summary>Words that are read one by one.</summary>
    Words,

    /// <summary>Kept as it was typed.</summary>
    Text,
    Number,

    /// <summary>One of <see cref="Parameter.Choices"/>.</summary>
    Choice,
    Person,

    /// <summary><c>INC-7</c>; without it, the incident of the channel.</summary>
    Incident,

    /// <summary><c>R-12</c>.</summary>
    Run,

    /// <summary><c>R-12</c> or <c>INC-7</c>.</summary>
    RunOrIncident,

    /// <summary>The id of a runbook.</summary>
    Runbook,

    /// <summary>The number of a step, and behind it what its button carried.</summary>
    Step,

    /// <summary>Its own name, or nothing.</summary>
    Flag,

    /// <summary>The last two words: <c>on primary</c>.</summary>
    Target,
}

public enum AsksWithForm
{
    Never,
    WhenMissing,

    /// <summary>Typed, it is said what it is: the form shows what is being agreed to.</summary>
    WhenPressed,
}
