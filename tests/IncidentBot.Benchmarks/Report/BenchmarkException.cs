namespace IncidentBot.Benchmarks.Report;

/// <summary>Nothing could be measured; the message is for whoever started the benchmark.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
