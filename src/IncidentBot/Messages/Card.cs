using System.Text.Json.Serialization;

namespace IncidentBot.Messages;

/// <summary>
/// What the bot says, before any platform's wire format. All text is plain: renderers escape it. A moment is written
/// with <see cref="Moment.Of"/> and shown in the reader's own time zone.
/// </summary>
public sealed record Card(string Title)
{
    public Tone Tone { get; init; } = Tone.Neutral;
    public IReadOnlyList<CardBlock> Blocks { get; init; } = [];
    public IReadOnlyList<CardButton> Buttons { get; init; } = [];

    /// <summary>Of the card of a living message, which is drawn again whenever its subject changes. Null on what is said once.</summary>
    [JsonIgnore]
    public LiveSubject? Subject { get; init; }

    /// <summary>For a platform without forms.</summary>
    public Card WithoutForms() => Buttons.Any(button => button.Form is ButtonForm.Needed)
        ? this with { Buttons = [.. Buttons.Where(button => button.Form is not ButtonForm.Needed)] }
        : this;

    /// <summary>For a platform that takes no files, or has no place for one: what is in them as text.</summary>
    public Card WithoutFiles() => Blocks.Any(block => block is CardBlock.File)
        ? this with { Blocks = [.. Blocks.Select(block => block is CardBlock.File file ? new CardBlock.Lines(file.Shown) { Output = file.Name } : block)] }
        : this;

    public static Card Say(string title, params string[] lines) =>
        new(title) { Blocks = [.. lines.Select(line => new CardBlock.Text(line))] };
}

/// <summary>Carried by words as well as by colour: renderers write <c>Refused</c>, <c>Failed</c>, <c>Done</c> where it matters.</summary>
public enum Tone
{
    Neutral,
    Good,
    Warning,
    Bad,
}

[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Fields), "fields")]
[JsonDerivedType(typeof(Lines), "lines")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(File), "file")]
[JsonDerivedType(typeof(Footnote), "footnote")]
public abstract record CardBlock
{
    private CardBlock()
    {
    }

    /// <summary>A paragraph.</summary>
    public sealed record Text(string Value) : CardBlock;

    /// <summary>Label and value pairs, one line each.</summary>
    public sealed record Fields(IReadOnlyList<CardField> Items) : CardBlock;

    /// <summary>Lines whose columns matter: shown in a fixed-width face.</summary>
    public sealed record Lines(IReadOnlyList<string> Items) : CardBlock
    {
        /// <summary>How many lines of an output stay in the way of what else is said.</summary>
        public const int OfOutput = 10;

        /// <summary>
        /// Set on output that may be long, to what it is the output of: a platform may show the beginning and keep the rest
        /// folded, in a thread or in a file.
        /// </summary>
        public string? Output { get; init; }

        [JsonIgnore]
        public bool IsLong => Output is not null && Items.Count > OfOutput + 5;
    }

    /// <summary>A run under way. <paramref name="Fraction"/> is 0 to 1, null while the size of the work is unknown.</summary>
    public sealed record Progress(string Label, double? Fraction) : CardBlock;

    /// <summary>Something to keep outside the chat. A platform that takes no file shows it as text.</summary>
    /// <param name="Name">For example <c>inc-7-post-mortem.html</c>.</param>
    /// <param name="Content">Without secrets already: whoever makes it knows what may be masked without breaking it.</param>
    public sealed record File(string Name, string MediaType, string Content) : CardBlock
    {
        /// <summary>What is shown as text; null for the content itself.</summary>
        public string? Instead { get; init; }

        [JsonIgnore]
        public IReadOnlyList<string> Shown => (Instead ?? Content).TrimEnd('\n').Split('\n');
    }

    /// <summary>Small print: ids, hashes, when it was read.</summary>
    public sealed record Footnote(string Value) : CardBlock;
}

public sealed record CardField(string Label, string Value);

/// <summary>A button types a command for the person who presses it; nothing can be pressed that could not be typed.</summary>
/// <param name="Command">For example <c>/approve R-12 7c1e2d49</c>.</param>
public sealed record CardButton(string Label, string Command)
{
    public ButtonStyle Style { get; init; } = ButtonStyle.Normal;

    /// <summary>Asked before the press counts; null to go ahead at once.</summary>
    public string? Confirm { get; init; }

    /// <summary>
    /// What the two answers to <see cref="Confirm"/> are called, each so that it is understood without the question, as when it is
    /// read aloud: <c>Cancel the run</c> and <c>Leave it running</c>. Without them the label, and that nothing is done.
    /// </summary>
    public string? Yes { get; init; }

    /// <inheritdoc cref="Yes"/>
    public string? No { get; init; }

    /// <summary>Whether the command has a form that is filled in before it is typed, on platforms that have forms.</summary>
    public ButtonForm Form { get; init; }

    /// <summary>
    /// The page of the bot on which alone it is pressed: elsewhere it leads there. Null where it is pressed wherever it is shown.
    /// </summary>
    public Uri? Page { get; init; }

    /// <summary>
    /// Set where a second press must do nothing (open an incident, ask for a run): presses that share the key are one
    /// request, whoever makes them.
    /// </summary>
    public string? OnceKey { get; init; }
}

public enum ButtonForm
{
    None,

    /// <summary>Elsewhere the command is typed at once, after <see cref="CardButton.Confirm"/>.</summary>
    Offered,

    /// <summary>The command lacks something: a platform without forms leaves the button out.</summary>
    Needed,
}

public enum ButtonStyle
{
    Normal,
    Primary,
    Danger,
}
