using IncidentBot.Actions;

namespace IncidentBot.Runbooks.Matching;

/// <summary>
/// Finds the procedure for an error text, a failure class or a finding: by declared symptoms, then by lists of symptoms, then by
/// the words of headings. No chance and no scores that nobody can explain: each match says what met what.
/// </summary>
public static class RunbookMatcher
{
    private const int ShortestText = 3;

    /// <returns>Best first, one per section; empty when nothing fits.</returns>
    public static IReadOnlyList<RunbookMatch> Match(IReadOnlyList<Runbook> runbooks, string text)
    {
        var asked = new Asked(text);
        return asked.Plain.Length < ShortestText ? [] :
        [
            .. runbooks.SelectMany(runbook => runbook.Symptoms.Select(symptom => OfSymptom(runbook, symptom, asked))
                .Concat(runbook.Sections.Select(section => OfHeading(runbook, section, asked))))
                .OfType<(RunbookMatch Match, int Weight)>()
                .OrderBy(found => found.Match.Strength).ThenByDescending(found => found.Weight)
                .Select(found => found.Match)
                .DistinctBy(match => (match.Runbook.Id, match.Section)),
        ];
    }

    /// <summary>
    /// The section for what a read found wrong: by the class of its failure, by its words, and else the one for a symptom that has
    /// people read the same. Headings that happen to have the same words are too little here.
    /// </summary>
    /// <param name="read">Null for the target's own read: it may find anything, so what else reads it says nothing.</param>
    /// <returns>Null where none answers.</returns>
    public static RunbookMatch? Answering(IReadOnlyList<Runbook> runbooks, ActionId? read, ActionReport report) =>
        new[] { report.FailureClass, report.Answer }.OfType<string>()
            .SelectMany(text => Match(runbooks, text))
            .FirstOrDefault(match => match is { Section: not null, Strength: not MatchStrength.Heading })
        ?? runbooks.SelectMany(runbook => runbook.Symptoms.Select(symptom => symptom.Section).OfType<RunbookSection>().Distinct()
                .Where(section => read is not null && runbook.StepsOf(section).Any(step => step.Action == read))
                .Select(section => new RunbookMatch(runbook, section, MatchStrength.Read, $"it reads {read} too")))
            .FirstOrDefault();

    private static (RunbookMatch, int)? OfSymptom(Runbook runbook, RunbookSymptom symptom, Asked asked)
    {
        var strength = symptom.Declared ? MatchStrength.Declared : MatchStrength.Listed;
        var where = symptom.Declared ? "it is for" : "it lists among its symptoms";
        if (new[] { symptom.Text }
            .Concat(symptom.Codes)
            .Select(Phrases.Plain)
            .Where(phrase => Meets(asked.Plain, phrase))
            .MaxBy(phrase => phrase.Length) is { } met)
        {
            return Found(met.Length + 1000);
        }

        if (FailureSignatures.ClassesIn(Phrases.Plain(symptom.Text)).Intersect(asked.Classes).FirstOrDefault() is { } failure)
        {
            return Found(500, $", and both mean {failure}");
        }

        if (FailureSignatures.LedToBy(asked.Plain) is { } worse && FailureSignatures.ClassesIn(Phrases.Plain(symptom.Text)).Contains(worse))
        {
            return Found(250, $", and {asked.Text} leads to it");
        }

        return (symptom.Declared ? Same(symptom.Text, asked) : Shared(Phrases.Words(symptom.Text), asked)) is var shared and > 0 ? Found(shared) : null;

        (RunbookMatch, int)? Found(int weight, string more = "") =>
            (new RunbookMatch(runbook, symptom.Section, strength, $"{where} “{symptom.Text}”{more}"), weight);
    }

    private static (RunbookMatch, int)? OfHeading(Runbook runbook, RunbookSection section, Asked asked) =>
        Shared(Phrases.Words(section.Heading), asked) is var shared and > 0
            ? (new RunbookMatch(
                runbook,
                section,
                MatchStrength.Heading,
                $"no symptom says so, but the section “{section.Heading}” has the same words"), shared)
            : null;

    private static bool Meets(string asked, string phrase) =>
        phrase.Length >= ShortestText
            && (Phrases.Contains(asked, phrase) || (asked.Contains(' ', StringComparison.Ordinal) && Phrases.Contains(phrase, asked)));

    /// <summary>
    /// How many words of a declared symptom that mean something were said, where all of them were, in whatever form and order;
    /// otherwise 0. One word alone is no sentence, and "jobs run" is not "jobs do not run".
    /// </summary>
    private static int Same(string symptom, Asked asked) =>
        Phrases.Words(symptom) is { Count: >= 2 } words && words.IsSubsetOf(asked.Words) && Phrases.Denies(symptom) == Phrases.Denies(asked.Text)
            ? words.Count
            : 0;

    /// <summary>How many words that mean something are in both, when that is most of either; otherwise 0.</summary>
    private static int Shared(HashSet<string> words, Asked asked)
    {
        var shared = words.Count(asked.Words.Contains);
        return shared >= 2 && shared * 10 >= Math.Min(words.Count, asked.Words.Count) * 6 ? shared
            : shared == 1 && (asked.Words.Count == 1 || words.Count == 1) && asked.Words.Count <= 2 ? shared
            : 0;
    }

    private sealed record Asked(string Text)
    {
        public string Plain { get; } = Phrases.Plain(Text);
        public HashSet<string> Words { get; } = Phrases.Words(Text);
        public IReadOnlyList<string> Classes { get; } = FailureSignatures.ClassesIn(Phrases.Plain(Text));
    }
}
