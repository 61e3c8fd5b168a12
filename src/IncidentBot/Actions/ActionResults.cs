namespace IncidentBot.Actions;

public abstract record PlanResult
{
    private PlanResult()
    {
    }

    public sealed record Ready(ActionPlan Plan) : PlanResult;

    /// <summary>There is nothing to do, which is an answer and not an error.</summary>
    public sealed record Nothing(string Why) : PlanResult;

    /// <summary>It must not or cannot be done.</summary>
    /// <param name="Hint">What to type or look at instead.</param>
    public sealed record Refused(string Rule, string Hint) : PlanResult;
}

public abstract record ApplyResult
{
    private ApplyResult()
    {
    }

    public sealed record Done(string Summary) : ApplyResult;

    /// <summary>It failed in a known way; <paramref name="Reason"/> says how far it came.</summary>
    public sealed record Failed(string Reason) : ApplyResult;

    /// <summary>Something was sent and its answer was lost: nobody knows whether it took effect until that is read back, or a person says so.</summary>
    public sealed record Unknown(string Reason) : ApplyResult;
}

/// <summary>The postcondition as read back from the target.</summary>
public sealed record VerifyResult(bool Holds, string Answer)
{
    public IReadOnlyList<string> Evidence { get; init; } = [];
}

/// <param name="Fraction">0 to 1; null while the size of the work is unknown.</param>
public sealed record RunProgress(string Text, double? Fraction);
