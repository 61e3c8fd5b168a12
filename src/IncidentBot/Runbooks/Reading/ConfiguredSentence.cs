using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Reading;

/// <summary>
/// An instruction in plain words that names something of the configuration: <c>Check https://pay.example.com/health</c>, <c>Restart the
/// service worker</c>, <c>Run the query stuck-orders</c>. The name has to be what the verb is about, and no part of another name.
/// </summary>
internal static partial class ConfiguredSentence
{
    private static readonly FrozenSet<string> Looks = Of(
        "check confirm ensure examine get inspect look monitor open read review see show tail validate verify view watch");

    private static readonly FrozenSet<string> Asks = Of($"{string.Join(' ', Looks)} call ping query request test visit");

    private static readonly FrozenSet<string> Sends = Of($"{string.Join(' ', Asks)} invoke issue make post put run send trigger use");

    private static readonly FrozenDictionary<string, Phrase> Phrases = new Dictionary<string, Phrase>
    {
        ["host.restart"] = new(Of("restart"), Of("the our systemd"), Of("service unit"), MustSay: false),
        ["host.status"] = new(Looks, Of("the our of for at that whether if"), Of("service unit status state"), MustSay: false),
        ["host.logs"] = new(Looks, Of("the our last latest of for from in at through service unit"), Of("log logs"), MustSay: true),
        ["host.look"] = new(Of("run execute use"), Of("the our configured"), Of("command"), MustSay: true),
        ["host.change"] = new(Of("run execute use"), Of("the our configured"), Of("command"), MustSay: true),
        ["db.query"] = new(Of("run execute use"), Of("the our configured saved sql database"), Of("query"), MustSay: true),
    }.ToFrozenDictionary();

    /// <summary>With these a sentence goes on behind a name; another word makes another name of it, or a second thing to do.</summary>
    private static readonly FrozenSet<string> Goes = Of("after again before first for if in is now on once runs so then to until when with");

    /// <summary>Words of a place that say nothing about which one it is.</summary>
    private static readonly FrozenSet<string> AnyPlace = Of("the our host server database");

    /// <returns>Null where it names none, or could mean several.</returns>
    public static ConfiguredStep? In(string text, IReadOnlyList<ConfiguredStep> configured)
    {
        if (configured.Count == 0 || Imperatives.Order(text) is not { } order || Imperatives.Forbid(text, text.Length - order.Length))
        {
            return null;
        }

        var words = order.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var addresses = Address().Matches(order);
        var meant = addresses.Count switch
        {
            0 => configured.Where(step => IsAbout(words, step)),
            1 when Request(order, words[0], addresses[0].Value) is { } request => configured.Where(step => step.Says == request),
            _ => [],
        };
        return meant.Take(2).ToList() is [var one] ? one : null;
    }

    /// <summary>A request that changes something has to be said with its method.</summary>
    private static ConfiguredText? Request(string order, string verb, string address) =>
        Method().Match(order) is { Success: true } method
            ? Sends.Contains(Bare(verb)) ? ConfiguredText.OfRequest(method.Value, Bare(address)) : null
            : Asks.Contains(Bare(verb)) ? ConfiguredText.OfRequest("GET", Bare(address)) : null;

    private static bool IsAbout(string[] words, ConfiguredStep step)
    {
        if (!Phrases.TryGetValue(step.Action.Value, out var phrase) || !phrase.Verbs.Contains(Bare(words[0])))
        {
            return false;
        }

        var at = 1;
        while (at < words.Length && (phrase.Between.Contains(Bare(words[at])) || phrase.Said.Contains(Bare(words[at]))))
        {
            at++;
        }

        return at < words.Length
            && Names(step).Contains(Bare(words[at]), StringComparer.OrdinalIgnoreCase)
            && (at == words.Length - 1 || Ends(words[at]) || Goes.Contains(Bare(words[at + 1])) || phrase.Said.Contains(Bare(words[at + 1])))
            && (!phrase.MustSay || words.Take(at + 2).Any(word => phrase.Said.Contains(Bare(word))))
            && (Place(words[at..]) is not { } place || place.Equals(step.Target, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A service may be called as its unit is.</summary>
    private static IEnumerable<string> Names(ConfiguredStep step) => step.Action.Value is "host.restart" or "host.status" or "host.logs"
        ? [step.Words[0], step.Says.Text.Split(' ')[1], step.Says.Text.Split(' ')[1] + ".service"]
        : [step.Words[0]];

    /// <summary>Where it is to be done, as the sentence says it; null where it does not.</summary>
    private static string? Place(string[] words)
    {
        var on = Array.FindIndex(words, 1, word => word is "on" or "in");
        return on < 0 ? null : words.Skip(on + 1).Select(Bare).FirstOrDefault(word => !AnyPlace.Contains(word));
    }

    private static bool Ends(string word) => word.TrimEnd('"', '\'', '`', '”', '*', ')').EndsWith('.') || word[^1] is ';' or ':' or '!';

    private static string Bare(string word) => word.Trim('"', '\'', '`', '“', '”', '*', '(', ')', '.', ',', ';', ':', '!', '?');

    private static FrozenSet<string> Of(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"\bhttps?://[^\s<>""'`|]+", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(@"\b(?:GET|HEAD|POST|PUT|PATCH|DELETE)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Method();

    /// <summary>How a sentence asks for an action.</summary>
    /// <param name="Between">What may stand between the verb and the name.</param>
    /// <param name="Said">What may stand before or behind the name and says what kind of thing it names.</param>
    private sealed record Phrase(FrozenSet<string> Verbs, FrozenSet<string> Between, FrozenSet<string> Said, bool MustSay);
}
