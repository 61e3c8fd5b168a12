using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Reading;

/// <summary>Tells an instruction from a statement, by its first word or the word after a label: <c>Self-hosted: Update …</c>.</summary>
internal static partial class Imperatives
{
    public static bool Begin(string text) => Order(text) is not null;

    /// <summary>The instruction from its verb on; null where there is none.</summary>
    public static string? Order(string text)
    {
        var rest = Lead().Replace(text.TrimStart(), "");
        return Orders(rest) ? rest
            : Label().Match(rest) is { Success: true } label && Orders(rest[label.Length..]) ? rest[label.Length..]
            : Condition().Match(rest) is { Success: true } condition && Orders(rest[condition.Length..]) ? rest[condition.Length..]
            : null;
    }

    /// <summary>The verb, and not a noun that looks like it: <c>access to</c>, <c>delete operations</c>, <c>check-in</c>.</summary>
    private static bool Orders(string text) =>
        Verb().Match(text) is { Success: true } verb && !Noun().IsMatch(text.AsSpan(verb.Length)) && !AccessTo().IsMatch(text);

    /// <summary>Whether the sentence says of the command in it that it must not be used.</summary>
    /// <param name="at">Where in the text the command stands; below 0 where that is not known.</param>
    public static bool Forbid(string text, int at)
    {
        if (at <= 0)
        {
            return false;
        }

        var before = text.AsSpan(Math.Max(0, at - 80), at - Math.Max(0, at - 80));
        return Forbidding().IsMatch(before) && !Instead().IsMatch(before);
    }

    [GeneratedRegex(
        @"\b(?:do not|don't|don’t|never|must not|mustn't|mustn’t|should not|shouldn't|shouldn’t|avoid|instead of|rather than)\b[^.;:!?]*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Forbidding();

    /// <summary>The other half of <c>instead of KEYS use SCAN</c>.</summary>
    [GeneratedRegex(
        @"(?:\b(?:instead of|rather than)\s+\S[^.;:!?]*\s|,\s*)(?:but\s+|please\s+)?(?:use|prefer|run|try|take)\s*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Instead();

    /// <summary>Markers of lists and emphasis, numbers, "Then", "Please".</summary>
    [GeneratedRegex(@"^(?:[\s*_#>-]|\[[ xX]?\]|\d+[.)]|step\s+\d+\s*[:.)-]?|(?:first|then|next|finally|now|please|also|or|otherwise"
        + @"|alternatively|regularly|gradually|manually|immediately|carefully|temporarily|do not|don't|never|always)\b,"
        + @"?)*\s*", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Lead();

    [GeneratedRegex(@"^[^:.;]{1,60}:[\s*_]+", RegexOptions.NonBacktracking)]
    private static partial Regex Label();

    [GeneratedRegex(
        @"^(?:if|when|once|after|before|in case|for)\b[^,.;]{1,160},\s*(?:(?:then|please|also|temporarily|first|manually)\s+)*",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Condition();

    [GeneratedRegex(@"^(?:access|acknowledge|add|adjust|alert|analy[sz]e|announce|apply|approve|ask|assess|assign|attach|audit|avoid"
        + @"|back up|backup|block|bring|bump|call|cancel|capture|change|check|choose|clean|clear|close|collect|compare|complete|configure"
        + @"|confirm|connect|consider|contact|coordinate|copy|correlate|create|cut|declare|decrease|delete|deploy|determine|disable"
        + @"|discuss|document|download|drain|edit|enable|engage|ensure|escalate|establish|estimate|evaluate|evict|examine|execute|expand"
        + @"|export|fail|failover|find|fix|flush|follow|force|free|gather|get|give|go|identify|implement|import|increase|inform|inspect"
        + @"|install|investigate|invoke|isolate|join|keep|kill|launch|limit|list|locate|log|look|lower|make|mark|measure|migrate|mitigate"
        + @"|monitor|move|navigate|note|notify|observe|open|optimi[sz]e|order|page|pause|perform|ping|plan|point|post|prepare|prevent"
        + @"|promote|provision|publish|pull|purge|push|query|raise|read|reassign|reboot|rebuild|record|recover|redeploy|redirect|reduce"
        + @"|refer|reload|remove|rename|reopen|repair|repeat|replace|replay|report|request|requeue|reroute|reschedule|reset|resi[sz]e"
        + @"|resolve|restart|restore|resume|retry|return|revert|review|revoke|rollback|roll|rotate|route|run|save|scale|schedule|search"
        + @"|see|send|set|share|ship|shut|skip|slow|snapshot|start|stop|submit|suspend|swap|switch|take|tell|terminate|test|throttle"
        + @"|tighten|toggle|trace|track|trigger|trim|try|tune|turn|unblock|update|upgrade|upload|use|validate|verify|view|visit|wait|warm"
        + @"|warn|watch|write)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Verb();

    [GeneratedRegex(@"^(?:[-:]|\s+(?:operations?|id)\b)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Noun();

    [GeneratedRegex(@"^access to\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex AccessTo();
}
