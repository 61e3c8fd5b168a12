namespace IncidentBot.Benchmarks.Report;

/// <summary>Rows of figures under their headings: the first column to the left, the others to the right.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> rows = [headings];

    public void Add(params string[] cells) => rows.Add(cells);

    public void Add(string name, Spread spread, string format) =>
        Add([name, .. new[] { spread.Median, spread.Min, spread.Max }.Select(value => value.ToString(format, null))]);

    public void Print()
    {
        int[] widths = [.. headings.Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (var row in rows)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))));
        }

        Console.WriteLine();
    }
}
