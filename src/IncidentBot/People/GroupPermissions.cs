using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace IncidentBot.People;

/// <summary>
/// What accounts may do because they belong to a group. An answer is kept for a few minutes and never longer: where it
/// cannot be read anew, the group gives nothing.
/// </summary>
public sealed partial class GroupPermissions
{
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(3);

    /// <summary>A platform that does not answer is left alone for so long.</summary>
    public static readonly TimeSpan FaultKept = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<PersonGroup> groups;
    private readonly Dictionary<string, IGroupMembers> platforms;
    private readonly TimeProvider time;
    private readonly ILogger<GroupPermissions> log;
    private readonly ConcurrentDictionary<PersonGroup, Reading> readings = new();

    /// <exception cref="ArgumentException">A group is of a platform that knows of none.</exception>
    public GroupPermissions(IEnumerable<PersonGroup> groups, IEnumerable<IGroupMembers> platforms, TimeProvider time, ILogger<GroupPermissions> log)
    {
        this.groups = [.. groups];
        this.platforms = platforms.ToDictionary(platform => platform.Platform);
        this.time = time;
        this.log = log;
        if (this.groups.FirstOrDefault(group => !this.platforms.ContainsKey(group.Platform)) is { } stray)
        {
            throw new ArgumentException(
                $"People:Groups has the group '{stray}', and the platform '{stray.Platform}' is not configured here. Configure it, or remove the group.");
        }
    }

    public async Task<GroupStanding> OfAsync(Account account, CancellationToken ct)
    {
        var standing = new GroupStanding(Permissions.None, Unread: false);
        foreach (var group in groups.Where(group => group.Platform == account.Platform && group.Workspace == account.Workspace))
        {
            standing = await MembersAsync(group, ct) is not { } members ? standing with { Unread = true }
                : members.Contains(account.UserId) ? standing with { Permissions = standing.Permissions | group.Permissions }
                : standing;
        }

        return standing;
    }

    /// <summary>Everybody in that workspace to whom a group gives the permission.</summary>
    public async Task<GroupMembers> MembersAsync(Permissions permission, string platform, string workspace, CancellationToken ct)
    {
        var all = new GroupMembers([], Unread: false);
        foreach (var group in groups.Where(group => group.Platform == platform && group.Workspace == workspace && group.Permissions.HasFlag(permission)))
        {
            all = await MembersAsync(group, ct) is { } members
                ? all with { Accounts = [.. all.Accounts.Union(members.Select(user => new Account(platform, workspace, user)))] }
                : all with { Unread = true };
        }

        return all;
    }

    /// <returns>Null when they cannot be known.</returns>
    private async Task<IReadOnlySet<string>?> MembersAsync(PersonGroup group, CancellationToken ct)
    {
        if (readings.TryGetValue(group, out var reading) && time.GetUtcNow() < reading.Until)
        {
            return reading.Members;
        }

        var members = await ReadAsync(group, ct);
        readings[group] = new Reading(members, time.GetUtcNow() + (members is null ? FaultKept : Kept));
        return members;
    }

    private async Task<IReadOnlySet<string>?> ReadAsync(PersonGroup group, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            return (await platforms[group.Platform].OfAsync(group.Workspace, group.GroupId, either.Token)).ToHashSet(StringComparer.Ordinal);
        }
#pragma warning disable CA1031 // Whatever is in its way: what is not known gives no permission.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogUnread(group, e is GroupUnreadableException ? e.Message : e.GetType().Name);
            return null;
        }
    }

    private sealed record Reading(IReadOnlySet<string>? Members, DateTimeOffset Until);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The members of {Group} could not be read, so it gives nobody a permission: {Reason}")]
    private partial void LogUnread(PersonGroup group, string reason);
}

/// <param name="Unread">A group could not be read, so some may be missing.</param>
public sealed record GroupMembers(IReadOnlyList<Account> Accounts, bool Unread);

/// <param name="Unread">A group that might have given more could not be read.</param>
public sealed record GroupStanding(Permissions Permissions, bool Unread);
