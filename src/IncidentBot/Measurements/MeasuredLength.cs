using IncidentBot.Incidents;

namespace IncidentBot.Measurements;

/// <summary>What has become of a measurement in one incident. A length is there only where both of its ends are.</summary>
/// <param name="Notes">What whoever reads it has to know: since when it is counted, what was corrected, that it was reopened.</param>
public abstract record MeasuredLength(Measurement Of, IReadOnlyList<string> Notes)
{
    /// <summary>The entries that it rests on.</summary>
    public virtual IReadOnlyList<int> Entries => [];

    public sealed record Recorded(Measurement Of, Point From, Point Until, IReadOnlyList<string> Notes) : MeasuredLength(Of, Notes)
    {
        public TimeSpan Length => Until.At - From.At;

        public override IReadOnlyList<int> Entries => NumbersOf(From, Until);
    }

    /// <summary>One of its ends is still to come.</summary>
    public sealed record Pending(Measurement Of, PointName For) : MeasuredLength(Of, []);

    /// <summary>It will never have a length.</summary>
    public sealed record NotApplicable(Measurement Of, string Why) : MeasuredLength(Of, []);

    /// <summary>Its end is before its beginning: somebody is wrong. It counts in no number over several incidents, and is said.</summary>
    public sealed record Invalid(Measurement Of, Point From, Point Until, string Why) : MeasuredLength(Of, [])
    {
        public override IReadOnlyList<int> Entries => NumbersOf(From, Until);
    }

    private static IReadOnlyList<int> NumbersOf(Point from, Point until) =>
        [.. new int?[] { from.Entry, from.CorrectedBy, until.Entry, until.CorrectedBy }.OfType<int>().Where(number => number > 0).Distinct().Order()];
}
