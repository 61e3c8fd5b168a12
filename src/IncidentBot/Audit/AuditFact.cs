using System.Diagnostics;
using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Audit;

/// <summary>
/// What an audit entry says beside who, when and about what. The one place that names the details: they are chained as
/// text, so a name that changed here would break no old chain, but two names for one thing would.
/// </summary>
public abstract record AuditFact
{
    private AuditFact()
    {
    }

    /// <summary>Its subject and its kind say it all.</summary>
    public sealed record Bare : AuditFact;

    public sealed record OfIncident(IncidentState State, Severity Severity, string Target, string What) : AuditFact
    {
        public static OfIncident Now(Incident incident, string what) => new(incident.State, incident.Severity, incident.Target.Name, what);
    }

    public sealed record OfRun(string Call, string PlanHash, RunState State, int? Step, string What) : AuditFact
    {
        public static OfRun Now(Run run, string what) => new(run.Call.ToString(), run.PlanHash, run.State, run.RunbookStep, what);
    }

    /// <param name="Rule">Why not, as the person read it.</param>
    public sealed record Refused(string Rule) : AuditFact;

    /// <summary>What a target answered.</summary>
    public sealed record Answered(string Answer) : AuditFact;

    /// <summary>What happened, where there is neither an incident nor a run to describe.</summary>
    public sealed record Happened(string What) : AuditFact;

    public sealed record Anchored(AuditAnchor Anchor, IReadOnlyList<ChannelRef> Channels) : AuditFact;

    internal IReadOnlyDictionary<string, string> Details => this switch
    {
        Bare => Of(),
        OfIncident fact => Of(("state", fact.State.ToString()), ("severity", fact.Severity.ToString()), ("target", fact.Target), ("what", fact.What)),
        OfRun { Step: { } step } fact => Of([.. DetailsOf(fact), ("step", step.ToString(CultureInfo.InvariantCulture))]),
        OfRun fact => Of(DetailsOf(fact)),
        Refused fact => Of(("rule", fact.Rule)),
        Answered fact => Of(("answer", fact.Answer)),
        Happened fact => Of(("what", fact.What)),
        Anchored fact => Of(("anchor", fact.Anchor.ToString()), ("channel", string.Join(' ', fact.Channels))),
        _ => throw new UnreachableException(),
    };

    private static (string Name, string Value)[] DetailsOf(OfRun fact) =>
        [("call", fact.Call), ("plan", fact.PlanHash), ("state", fact.State.ToString()), ("what", fact.What)];

    private static Dictionary<string, string> Of(params (string Name, string Value)[] details) =>
        details.ToDictionary(detail => detail.Name, detail => detail.Value);
}
