using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage.Queries;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary>Reads what was typed behind <c>/incident list</c>.</summary>
internal static class IncidentFilters
{
    /// <summary>Begins the place of a page, as the button to it says.</summary>
    public const string After = "after=";

    private const string PersonIs = "person=";

    /// <summary>Of any list that has pages.</summary>
    public static readonly Parameter Place =
        new("after", "the place of the next page, as its button carries it", $"{new Cursor(12)}") { Notation = $"{After}…" };

    public static readonly IReadOnlyList<Parameter> Parameters =
    [
        new("all", "those that are over too", "all") { Choices = ["all"] },
        Filter("state", "how far it is", "Mitigating") with { Choices = [.. States.Select(state => $"{state}")] },
        Filter("severity", "how bad it is", "P0") with { Choices = Enum.GetNames<Severity>() },
        Filter("kind", "why it exists", "Real") with { Choices = Enum.GetNames<IncidentKind>() },
        Filter("target", "the name of its target", "primary"),
        Filter("service", "a service that its runbook names", "publishing"),
        Filter("person", "somebody with a part in it, or me", "@ada"),
        Filter("from", "opened then or later, in UTC", "2026-11-22"),
        Filter("until", "opened before that, in UTC", "2026-11-22T10:15"),
        Known.Text("words", "the beginnings of words in its label or title", "publishing stuck"),
        Place,
    ];

    private static readonly string[] Names = ["state", "severity", "kind", "target", "service", "person", "from", "until", "after"];

    /// <summary>The person that the list is to be of, as it was typed; null where none was.</summary>
    public static string? NamedPerson(CommandContext context) =>
        context.Words.LastOrDefault(word => word.StartsWith(PersonIs, StringComparison.OrdinalIgnoreCase))?[PersonIs.Length..];

    /// <param name="named">Who is meant by <see cref="NamedPerson"/>; null where nobody is.</param>
    public static FilterReading Read(CommandContext context, PeopleDirectory people, PersonId? named, IReadOnlyList<string> targets)
    {
        var query = new IncidentQuery(Reader.Of(context.Request.By)) { OpenOnly = true };
        List<string> text = [], typed = [];
        foreach (var word in context.Words)
        {
            if (word.Equals("all", StringComparison.OrdinalIgnoreCase))
            {
                query = query with { OpenOnly = false };
            }
            else if (Filter(word) is not var (name, value))
            {
                if (WasMeantAsState(word) is { } state)
                {
                    return FilterReading.Wrong($"There is no state '{word}'. Did you mean {state}?");
                }

                text.Add(word);
            }
            else
            {
                (query, var fault) = With(query, name.ToLowerInvariant(), value, context.Request, people, named, targets);
                if (fault is not null)
                {
                    return FilterReading.Wrong(fault);
                }
            }

            if (!word.StartsWith(After, StringComparison.OrdinalIgnoreCase))
            {
                typed.Add(word.Any(char.IsWhiteSpace) ? $"\"{word}\"" : word);
            }
        }

        if (text.Count > 0 && SearchText.WordsOf(string.Join(' ', text)).Count == 0)
        {
            return FilterReading.Wrong($"'{string.Join(' ', text)}' has no letter and no digit to look for.");
        }

        return new FilterReading(query with { Text = text.Count > 0 ? string.Join(' ', text) : null }, string.Join(' ', typed), null);
    }

    /// <summary>As <c>name=value</c>; a severity and a state are known by themselves. Null for a word of the title.</summary>
    private static (string Name, string Value)? Filter(string word) =>
        word.Split('=', 2) is [{ Length: > 0 } name, var value] ? (name, value)
        : Known.Severity.WasMeant!(word) ? ("severity", word)
        : States.Any(state => word.Equals($"{state}", StringComparison.OrdinalIgnoreCase)) ? ("state", word)
        : null;

    private static string? WasMeantAsState(string word) =>
        States.Select(state => $"{state}".ToLowerInvariant()).FirstOrDefault(state => EditDistance.Between(state, word.ToLowerInvariant()) == 1);

    /// <summary>Reads <c>before=e12</c>.</summary>
    public static bool TryReadEvent(string text, out int sequence)
    {
        const string Before = "before=e";
        sequence = 0;
        return text.StartsWith(Before, StringComparison.OrdinalIgnoreCase)
            && int.TryParse(text.AsSpan(Before.Length), NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }

    private static (IncidentQuery Query, string? Fault) With(
        IncidentQuery query, string name, string value, Request request, PeopleDirectory people, PersonId? named, IReadOnlyList<string> targets)
    {
        switch (name)
        {
            case "state":
                return One(value, "state", States, out var state) is { } noState ? (query, noState) : (query with { State = state, OpenOnly = false }, null);
            case "severity":
                return One(value, "severity", Enum.GetValues<Severity>(), out var severity) is { } noSeverity
                    ? (query, noSeverity)
                    : (query with { Severity = severity }, null);
            case "kind":
                return One(value, "kind", Enum.GetValues<IncidentKind>(), out var kind) is { } noKind ? (query, noKind) : (query with { Kind = kind }, null);
            case "target":
                return One(value, "target", targets, out var target) is { } noTarget ? (query, noTarget) : (query with { Target = target }, null);
            case "service":
                return (query with { Service = value }, null);
            case "person":
                return Person(value, request, named) is { } person
                    ? (query with { Person = person }, null)
                    : (query, $"Nobody here is called '{value}'.{Meant(value, people.All.Select(known => known.Name))} Name somebody as "
                        + "@name, or yourself as me.");
            case "from" or "until":
                return PointInTime.TryRead(value) is { } at
                    ? (name == "from" ? query with { From = at } : query with { Until = at }, null)
                    : (query, PointInTime.Expected(value));
            case "after":
                return Cursor.TryRead(value) is { } after
                    ? (query with { After = after }, null)
                    : (query, "That page is not known. Begin again without after=; the button More leads on.");
            default:
                return (query, $"There is no filter '{name}'.{Meant(name, Names.SkipLast(1))} There are: {string.Join(", ", Names.SkipLast(1))}.");
        }
    }

    private static IEnumerable<IncidentState> States => Enum.GetValues<IncidentState>().Where(state => state is not IncidentState.Active);

    private static PersonId? Person(string value, Request request, PersonId? named) =>
        value.Equals("me", StringComparison.OrdinalIgnoreCase) ? request.By.Id : named;

    private static Parameter Filter(string name, string help, string example) => new(name, help, example) { Notation = $"{name}=…", Named = true };

    /// <returns>What is wrong; null where it is one of them.</returns>
    private static string? One<T>(string typed, string what, IEnumerable<T> all, out T? found)
        where T : notnull
    {
        var names = all.ToDictionary(one => $"{one}", StringComparer.OrdinalIgnoreCase);
        return names.TryGetValue(typed, out found)
            ? null
            : $"There is no {what} '{typed}'.{Meant(typed, names.Keys)} There are: {string.Join(", ", names.Keys)}.";
    }

    private static string Meant(string typed, IEnumerable<string> names) =>
        EditDistance.Closest(typed, names, 1) is [var close] ? $" Did you mean {close}?" : "";
}

/// <param name="Query">Null where something is wrong.</param>
/// <param name="Typed">The filters without the place of the page.</param>
internal sealed record FilterReading(IncidentQuery? Query, string Typed, string? Fault)
{
    public string? Hint =>
        Fault is null ? null : "Any other words are looked for at the beginnings of words in the titles; open incidents only, unless all or a state is named.";

    public static FilterReading Wrong(string fault) => new(null, "", fault);
}
