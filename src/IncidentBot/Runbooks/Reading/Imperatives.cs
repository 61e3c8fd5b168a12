using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Reading;

/// <summary>Tells an instruction from a statement, by its first word or the word after a label: <c>Self-hosted: Update …</c>.</summary>
internal static partial class Imperatives
{
    public static bool Begin(string text)
    {
        var rest = Lead().Replace(text.TrimStart(), "");
        return Verb().IsMatch(rest)
            || (Label().Match(rest) is { Success: true } label && Verb().IsMatch(rest[label.Length..]))
            || (Condition().Match(rest) is { Success: true } condition && Verb().IsMatch(rest[condition.Length..]));
    }

    /// <summary>Whether the sentence says of the command in it that it must not be used.</summary>
    public static bool Forbid(string text, string command)
    {
        var at = text.IndexOf(command, StringComparison.Ordinal);
        return at > 0 && Forbidding().IsMatch(text.AsSpan(Math.Max(0, at - 80), at - Math.Max(0, at - 80)));
    }

    [GeneratedRegex(
        @"\b(?:do not|don't|don’t|never|must not|mustn't|mustn’t|should not|shouldn't|shouldn’t|avoid|instead of|rather than)\b[^.;:!?]*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Forbidding();

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
        + @"|warn|watch|write)\b(?![-:])(?!\s+(?:to\b(?<=access to)|operations?\b|id\b))", RegexOptions.IgnoreCase)]
    private static partial Regex Verb();
}
