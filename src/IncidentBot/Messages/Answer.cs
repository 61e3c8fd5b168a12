using System.Text.Json.Serialization;

namespace IncidentBot.Messages;

/// <summary>What a request came to: for programs by its outcome, for people as a card. Kept with the request for as long as its key is.</summary>
public sealed record Answer(Outcome Outcome, Subject? Subject, Card Card)
{
    public static Answer Done(Card card, Subject? subject = null) => new(new Outcome.Done(), subject, card);

    /// <param name="form">Asks for what was missing, on platforms that have forms.</param>
    public static Answer Refused(string rule, string hint, CardButton? form = null) =>
        new(new Outcome.Refused(rule, hint), null, Card.Say(rule, hint) with { Tone = Tone.Warning, Buttons = form is null ? [] : [form] });

    /// <param name="hints">What to type, and what there is to choose from.</param>
    public static Answer Wrong(string fault, params string[] hints) =>
        new(new Outcome.Wrong(fault, string.Join('\n', hints)), null, Card.Say(fault, hints) with { Tone = Tone.Warning });

    public static Answer Failed(string reason, params CardBlock[] blocks) =>
        new(new Outcome.Failed(reason), null, new Card(reason) { Tone = Tone.Bad, Blocks = blocks });
}

[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Wrong), "wrong")]
[JsonDerivedType(typeof(Failed), "failed")]
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>What was asked for was done, read, or begun: a plan that waits for its approval is done as a request.</summary>
    public sealed record Done : Outcome;

    /// <summary>Understood, and not done.</summary>
    /// <param name="Rule">Why not.</param>
    /// <param name="Hint">What would help.</param>
    public sealed record Refused(string Rule, string Hint) : Outcome;

    /// <summary>Not understood.</summary>
    /// <param name="Usage">What to type instead.</param>
    public sealed record Wrong(string Fault, string Usage) : Outcome;

    /// <summary>The bot broke on it. What it had begun is on the record.</summary>
    public sealed record Failed(string Reason) : Outcome;
}
