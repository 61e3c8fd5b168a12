using System.Collections.ObjectModel;
using System.Globalization;

namespace IncidentBot.Actions;

/// <summary>What an action would do. An approval binds all of it.</summary>
/// <param name="Summary">One sentence in numbers: <c>Would unlink about 1,204,000 keys, 312 MB.</c></param>
public sealed record ActionPlan(string Summary)
{
    /// <summary>What is compared when the run starts; outside its tolerance the approval is void.</summary>
    public IReadOnlyList<PlanFigure> Figures { get; init; } = [];

    /// <summary>What must be exactly the same when the run starts: the server's run id, its role.</summary>
    public IReadOnlyDictionary<string, string> Pins { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// What the plan hands to its own run and verification: the moment it looked, the newest that it saw. Bound by the approval like
    /// everything here; never compared, because a plan made afresh carries another moment and is still the same plan.
    /// </summary>
    public IReadOnlyDictionary<string, string> Carries { get => field ?? ReadOnlyDictionary<string, string>.Empty; init; }

    /// <summary>Further lines for the approver: how it was measured, what is not touched, what follows.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// Raises the risk of this one call above its action's, as where the configuration names a restart or a request that
    /// destroys. It never lowers it.
    /// </summary>
    public Risk Risk { get; init; }

    /// <summary>What nobody can bring back; null when the change can be undone.</summary>
    public string? CannotBeUndone { get; init; }

    /// <summary>The call that brings back what this one replaces, with the old values; null where there is no way back, or nothing to bring back.</summary>
    public ActionCall? Undo { get; init; }

    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public double Figure(string name) => Figures.FirstOrDefault(figure => figure.Name == name)?.Value
        ?? throw new InvalidOperationException($"The plan says nothing of {name}.");

    /// <summary>A number that the plan <see cref="Carries"/>. Until 2026-11-29 plans carried theirs as figures, and those are still understood.</summary>
    /// <exception cref="InvalidOperationException">It carries none of that name.</exception>
    public long CarriedNumber(string name) =>
        Carries.TryGetValue(name, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : (long)Figure(name);

    /// <summary>How this plan differs from the approved one in a way that matters; empty when it does not.</summary>
    public IReadOnlyList<string> DriftFrom(ActionPlan approved)
    {
        var drift = new List<string>();
        foreach (var (name, value) in Pins)
        {
            if (approved.Pins.GetValueOrDefault(name) is var before && before != value)
            {
                drift.Add($"{name} is {value}, the approved plan had {before ?? "none"}");
            }
        }

        foreach (var name in approved.Pins.Keys.Except(Pins.Keys))
        {
            drift.Add($"{name} is gone, the approved plan had {approved.Pins[name]}");
        }

        foreach (var figure in Figures)
        {
            if (approved.Figures.FirstOrDefault(other => other.Name == figure.Name) is not { } before)
            {
                drift.Add($"{figure.Name} is new: {figure}");
            }
            else if (!figure.IsNear(before))
            {
                drift.Add($"{figure.Name} is {figure}, the approved plan had {before}");
            }
        }

        if (CannotBeUndone is { } loss && approved.CannotBeUndone is null)
        {
            drift.Add($"it cannot be undone any more: {loss}");
        }

        if (Risk > approved.Risk)
        {
            drift.Add($"its risk is {Risk} now");
        }

        return drift;
    }
}

/// <param name="Unit">For example <c>keys</c> or <c>bytes</c>.</param>
/// <param name="Tolerance">The share of the approved value by which it may grow before that matters: 0.5 lets 100 become 150.</param>
public sealed record PlanFigure(string Name, double Value, string Unit, double Tolerance)
{
    /// <summary>True when this is within the tolerance of the approved figure. Less than approved is less harm, so only growth counts.</summary>
    public bool IsNear(PlanFigure approved) => Value <= approved.Value * (1 + approved.Tolerance);

    public override string ToString() => FormattableString.Invariant($"{Value:#,0.##} {Unit}");
}
