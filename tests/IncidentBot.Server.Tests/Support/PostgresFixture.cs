using IncidentBot.Server.Tests.Support;

// Apart from the server itself, which benchmarks start too.
[assembly: AssemblyFixture(typeof(PostgresServer))]
