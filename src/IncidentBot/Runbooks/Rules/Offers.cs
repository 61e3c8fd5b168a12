using IncidentBot.Actions;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Names an action only when the catalogue has it: a runbook must never promise what cannot be typed.</summary>
internal sealed class Offers(ActionCatalogue catalogue)
{
    /// <param name="words">Arguments in the order of the action's parameters.</param>
    public Verdict Native(string id, string why, params ReadOnlySpan<string> words) => Offer(StepClass.Native, id, why, words);

    /// <param name="why">What is wrong with the command as written.</param>
    public Verdict Guarded(string id, string why, params ReadOnlySpan<string> words) => Offer(StepClass.Guarded, id, why, words);

    private Verdict Offer(StepClass kind, string id, string why, ReadOnlySpan<string> words)
    {
        if (catalogue.Find(id) is not { Definition: var definition })
        {
            return Verdict.Manual($"done by a person until there is an action {id}", why);
        }

        var open = definition.Parameters.Take(words.Length).ToArray();
        for (var i = 0; i < words.Length; i++)
        {
            var value = words[i];
            if (i >= open.Length)
            {
                return Verdict.Manual($"/{definition.Id.System} {definition.Id.Verb}", $"{why} The action takes no '{value}'.");
            }

            var fits = ShellText.IsOpen(value)
                || ((open[i].Choices.Count == 0 || open[i].Choices.Contains(value, StringComparer.OrdinalIgnoreCase)) && open[i].Check?.Invoke(value) is null);
            if (!fits)
            {
                return Verdict.Manual(
                    $"/{definition.Id.System} {definition.Id.Verb} with another {open[i].Name}",
                    $"{why} The action does not take '{value}' as {open[i].Name}.");
            }
        }

        return new Verdict(kind, string.Join(' ', [$"/{definition.Id.System} {definition.Id.Verb}", .. words]), why)
        {
            Action = definition.Id,
            Words = [.. words],
            IsHarmless = definition.Risk == Risk.Observe,
        };
    }
}
