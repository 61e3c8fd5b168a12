using IncidentBot.People;

namespace IncidentBot.Tests.Support;

/// <summary>The on-call group of the local platform; its members may respond and approve.</summary>
internal sealed class FakeGroup : IGroupMembers
{
    public PersonGroup Group { get; } = new("local", "demo", "on-call", Permissions.Respond | Permissions.Approve);

    public HashSet<string> Users { get; } = [];

    public bool IsUnreadable { get; set; }

    public int Asked { get; private set; }

    public string Platform => "local";

    public Task<IReadOnlyCollection<string>> OfAsync(string workspace, string groupId, CancellationToken ct)
    {
        Asked++;
        return IsUnreadable ? throw new GroupUnreadableException("away") : Task.FromResult<IReadOnlyCollection<string>>([.. Users]);
    }
}
