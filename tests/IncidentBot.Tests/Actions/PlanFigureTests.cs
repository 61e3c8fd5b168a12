using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Actions;

namespace IncidentBot.Tests.Actions;

public sealed class PlanFigureTests
{
    /// <summary>An approved figure and a share from 0 to 1.</summary>
    private static readonly Arbitrary<(PlanFigure Approved, double Share)> Figures = (
        from value in Gen.Choose(0, int.MaxValue)
        from tolerance in Gen.Choose(0, 300)
        from share in Gen.Choose(0, 1000)
        select (new PlanFigure("keys", value / 7.0, "keys", tolerance / 100.0), share / 1000.0)).ToArbitrary();

    [Fact]
    public void Growth_within_the_tolerance_is_no_drift() =>
        Check((approved, share) => Fresh(approved.Value * (1 + (approved.Tolerance * share))).IsNear(approved));

    [Fact]
    public void Growth_beyond_the_tolerance_is_drift() =>
        Check((approved, share) => !Fresh((approved.Value * (1 + approved.Tolerance)) + 0.001 + share).IsNear(approved));

    [Fact]
    public void Shrinking_never_is() => Check((approved, share) => Fresh(approved.Value * share).IsNear(approved));

    [Fact]
    public void What_cannot_be_counted_is_drift() => Assert.False(Fresh(double.NaN).IsNear(new PlanFigure("keys", 100, "keys", 0.5)));

    private static PlanFigure Fresh(double value) => new("keys", value, "keys", 1000);

    private static void Check(Func<PlanFigure, double, bool> holds) =>
        Prop.ForAll(Figures, figure => holds(figure.Approved, figure.Share)).QuickCheckThrowOnFailure();
}
