using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Words;

namespace IncidentBot.Tests.Words;

public sealed class EditDistanceTests
{
    /// <summary>Short words over few letters, so that they have something in common.</summary>
    private static readonly Arbitrary<string> Words = Gen.Elements('a', 'b', 'c').ArrayOf().Resize(6).Select(letters => new string(letters)).ToArbitrary();

    [Theory]
    [InlineData("ping", "ping", 0)]
    [InlineData("pnig", "ping", 1)]
    [InlineData("png", "ping", 1)]
    [InlineData("pinging", "ping", 3)]
    [InlineData("", "ping", 4)]
    [InlineData("clera-cahce", "clear-cache", 2)]
    public void It_counts_what_a_tired_person_mistypes(string typed, string meant, int distance) => Assert.Equal(distance, EditDistance.Between(typed, meant));

    [Fact]
    public void It_is_the_same_both_ways_and_zero_for_the_same_word_only() => Check(
        (a, b, _) => EditDistance.Between(a, b) == EditDistance.Between(b, a) && EditDistance.Between(a, b) == 0 == (a == b));

    [Fact]
    public void It_agrees_with_the_definition() => Check((a, b, _) => EditDistance.Between(a, b) == ByDefinition(a, b, swaps: true));

    [Fact]
    public void Without_swaps_no_detour_is_shorter() => Check((a, b, c) =>
        EditDistance.Between(a, c) <= ByDefinition(a, b, swaps: false) + ByDefinition(b, c, swaps: false));

    [Fact]
    public void With_a_swap_a_detour_may_be_shorter_because_swapped_letters_are_left_alone()
    {
        Assert.Equal(3, EditDistance.Between("ca", "abc"));
        Assert.Equal(2, EditDistance.Between("ca", "ac") + EditDistance.Between("ac", "abc"));
    }

    private static void Check(Func<string, string, string, bool> holds) => Prop.ForAll(Words, Words, Words, holds).QuickCheckThrowOnFailure();

    /// <summary>Straight from the definition, without a table.</summary>
    private static int ByDefinition(string a, string b, bool swaps)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return a.Length + b.Length;
        }

        int[] ways =
        [
            ByDefinition(a[1..], b, swaps) + 1,
            ByDefinition(a, b[1..], swaps) + 1,
            ByDefinition(a[1..], b[1..], swaps) + (a[0] == b[0] ? 0 : 1),
            swaps && a.Length > 1 && b.Length > 1 && a[0] == b[1] && a[1] == b[0] ? ByDefinition(a[2..], b[2..], swaps) + 1 : int.MaxValue,
        ];
        return ways.Min();
    }
}
