using IncidentBot.People;

namespace IncidentBot.Tests.Support;

/// <summary>What the local platform calls its people.</summary>
internal sealed class FakeNames : IAccountNames
{
    public Dictionary<string, string> Names { get; } = [];

    public string Platform => "local";

    public Task<string?> FindAsync(Account account, CancellationToken ct) => Task.FromResult(Names.GetValueOrDefault(account.UserId));
}
