using IncidentBot.Actions;

namespace IncidentBot.Runbooks.Rules;

/// <summary>What becomes of a command, and why.</summary>
internal sealed record Verdict(StepClass Class, string Becomes, string Why)
{
    public const string NothingToDo = "nothing to do";

    private const int MostListed = 20;

    public ActionId? Action { get; init; }

    /// <summary>What follows the name of <see cref="Action"/>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>What to write instead, where a line breaks the rules of a format that is our own.</summary>
    public string? Fix { get; init; }

    /// <summary>What would have to stand in the configuration for the bot to do it.</summary>
    public ConfiguredText? Needs { get; init; }

    /// <summary>True for what reads and changes nothing, and for what only arranges the output.</summary>
    public bool IsHarmless { get; init; }

    public static Verdict Manual(string becomes, string why) => new(StepClass.Manual, becomes, why);

    public static Verdict ReadByAPerson(string why) => Manual("read by a person", why) with { IsHarmless = true };

    public static Verdict Refused(string becomes, string why) => new(StepClass.Refused, becomes, why);

    public static Verdict Unknown(string why) => new(StepClass.Unknown, "-", why);

    public static Verdict Host(string becomes, string why) => new(StepClass.HostCommand, becomes, why);

    /// <summary>A part of the shell's own bookkeeping.</summary>
    public static Verdict Nothing(string why) => Manual(NothingToDo, why) with { IsHarmless = true };

    public Verdict And(string note) => this with { Why = Why.Length == 0 ? note : $"{Why} {note}" };

    /// <summary>
    /// One command that does several things at once: the most careful answer speaks, and what becomes of each is named. An action
    /// would do one of them and drop the others.
    /// </summary>
    public static Verdict Several(IReadOnlyList<Verdict> each)
    {
        var worst = MostCautious(each);
        return each.All(one => one.Becomes == worst.Becomes) ? worst : worst with
        {
            Class = worst.Action is null ? worst.Class : StepClass.Manual,
            Becomes = $"one by one: {Listed([.. each.Select(one => one.Becomes).Distinct()])}",
            Action = null,
            Words = [],
            IsHarmless = each.All(one => one.IsHarmless),
        };
    }

    private static string Listed(IReadOnlyList<string> all) =>
        string.Join("; ", all.Take(MostListed)) + (all.Count > MostListed ? $"; and {all.Count - MostListed} more" : "");

    /// <summary>Of several commands that stand as one: the one that asks for most caution. One with nothing to do speaks for no other.</summary>
    public static Verdict MostCautious(IReadOnlyList<Verdict> verdicts) =>
        verdicts.MaxBy(verdict => (verdict.Becomes != NothingToDo, verdict.Class, !verdict.IsHarmless))!;
}
