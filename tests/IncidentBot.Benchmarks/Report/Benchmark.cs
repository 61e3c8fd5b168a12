namespace IncidentBot.Benchmarks.Report;

/// <param name="Rounds">How many there are unless somebody asks for another number.</param>
/// <param name="RunAsync">Prints its table and returns its figures.</param>
internal sealed record Benchmark(string Name, string Summary, int Rounds, Func<int, CancellationToken, Task<IReadOnlyList<Figure>>> RunAsync);
