using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Reading;

/// <summary>Which stage the headings announce. The innermost heading that says anything decides.</summary>
internal static partial class Stages
{
    // In this order: "Recovery Verification" verifies, and "Post-Recovery" comes after.
    private static readonly (Regex Words, RunbookStage Stage)[] Table =
    [
        (PostRecovery(), RunbookStage.PostRecovery),
        (Communication(), RunbookStage.Communication),
        (Prevention(), RunbookStage.Prevention),
        (Emergency(), RunbookStage.Emergency),
        (Verification(), RunbookStage.Verification),
        (Background(), RunbookStage.Background),
        (Assessment(), RunbookStage.Assessment),
        (Mitigation(), RunbookStage.Mitigation),
    ];

    public static RunbookStage Of(IEnumerable<string> headings)
    {
        foreach (var heading in headings.Reverse())
        {
            foreach (var (words, stage) in Table)
            {
                if (words.IsMatch(heading))
                {
                    return stage;
                }
            }
        }

        return RunbookStage.Unstated;
    }

    /// <summary>True under headings whose lists describe: what it looks like, what is needed, where more is.</summary>
    public static bool Describes(IReadOnlyList<string> headings) => Of(headings) == RunbookStage.Background || ListsSymptoms(headings);

    public static bool ListsSymptoms(IReadOnlyList<string> headings) => headings.Count > 0 && Symptoms().IsMatch(headings[^1]);

    [GeneratedRegex(@"\bsymptom|\bsigns?\b|\bcauses?\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Symptoms();

    [GeneratedRegex(
        @"\bpost[- ]?(?:recover|incident|mortem|outage|check)|\bafter(?:wards|math| the| recover)|\bfollow[- ]?up|\bclean[- ]?up after|\blessons",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex PostRecovery();

    [GeneratedRegex(@"\bcommunicat|\bnotif(?:y|ication)|\bescalat|\bstakeholder|\bstatus page|\bcontacts?\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Communication();

    [GeneratedRegex(@"\bprevent|\blong[- ]term|\bharden|\bbest practice|\bcapacity planning|\bmonitoring and alert|\btips\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Prevention();

    [GeneratedRegex(@"\bemergenc|\bbypass|\bdegraded|\bfallback|\bdisaster|\bcomplete\b.*\bfailure|\bbreak[- ]glass|\blast resort",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Emergency();

    [GeneratedRegex(@"\bverif|\bvalidat|\bconfirm|\bsmoke test|\bhealth check|\bsuccess criteria", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Verification();

    [GeneratedRegex(@"\boverview|\bprerequisite|\brequirement|\breference|\brelated|\bbackground|\bintroduction|\barchitecture|\busage\b"
        + @"|\bseverity|\bimpact|\bmetadata|\bglossary|\blinks?\b|\bowner|\babout\b|\btable of contents",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Background();

    [GeneratedRegex(@"\bassess|\bdiagnos|\bsymptom|\btriage|\binvestigat|\bidentif|\bdetect|\binspect|\bcheck|\bdebug|\btroubleshoot"
        + @"|\balert|\bmeaning|\bobserv|\bmonitor|\bstatus\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Assessment();

    [GeneratedRegex(@"\bmitigat|\bresol|\bremediat|\brecover|\brestor|\bfix|\brepair|\bprocedure|\baction|\bsolution|\bsolv|\brestart"
        + @"|\bscal(?:e|ing)|\broll ?back|\bfailover|\bsteps?\b|\bplaybook|\bresponse|\bhow to|\bissues?\b|\bflush|\bclear|\bdrain"
        + @"|\bretry|\brequeue", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Mitigation();
}
