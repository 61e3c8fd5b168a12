using IncidentBot.Benchmarks.Report;
using IncidentBot.Storage;

namespace IncidentBot.Benchmarks.Queries;

/// <summary>What one page costs in a small store and in a large one, in milliseconds.</summary>
internal sealed record PageCost(Spread Small, Spread Large, int SmallRows, int LargeRows)
{
    /// <summary>What is loaded and planned for the first time is not what the page costs.</summary>
    private const int WarmUps = 5;

    public double Factor => Large.Median / Small.Median;

    public string[] Cells => [$"{Small.Median:0.000}", $"{Large.Median:0.000}", $"{Factor:0.00}"];

    public static async Task<PageCost> MeasureAsync(Sizes stores, Statement page, int rounds, CancellationToken ct)
    {
        var (small, large) = (new List<Answered>(), new List<Answered>());
        for (var round = -WarmUps; round < rounds; round++)
        {
            // Who goes first changes, so that nobody gets the quiet half of a noisy machine.
            (FilledStore, List<Answered>)[] order = [(stores.Small, small), (stores.Large, large)];
            foreach (var (store, answers) in round % 2 == 0 ? order : order.Reverse())
            {
                var answer = await store.AskAsync(page, ct);
                if (round >= 0)
                {
                    answers.Add(answer);
                }
            }
        }

        return new PageCost(Milliseconds(small), Milliseconds(large), small[0].Rows, large[0].Rows);
    }

    private static Spread Milliseconds(IEnumerable<Answered> answers) => new(answers.Select(answer => answer.After.TotalMilliseconds));
}
