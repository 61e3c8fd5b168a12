namespace IncidentBot.Redis.Peers;

/// <summary>One line of https://redis.io/docs/latest/commands/cluster-nodes/.</summary>
/// <param name="MasterId">Null for a master.</param>
internal sealed record ClusterMember(string Id, NodeAddress Address, IReadOnlyList<string> Flags, string? MasterId, IReadOnlyList<SlotRange> Slots)
{
    public bool IsMyself => Flags.Contains("myself");

    public bool IsMaster => Flags.Contains("master");

    /// <summary>A majority of masters agrees that it is gone.</summary>
    public bool Failed => Flags.Contains("fail");

    /// <summary>The node that was asked cannot reach it.</summary>
    public bool Suspected => Flags.Contains("fail?");

    /// <param name="askedAt">Stands in for the address of a node that does not know its own yet.</param>
    /// <returns>Null for a node without an address, which nobody has met.</returns>
    public static ClusterMember? Parse(string line, NodeAddress askedAt)
    {
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 8)
        {
            return null;
        }

        // 10.0.0.5:6379@16379,name: the second port is that of the cluster's bus.
        var address = NodeAddress.Parse(parts[1].Split('@')[0]);
        var flags = parts[2].Split(',');
        address ??= flags.Contains("myself") ? askedAt : null;
        return address is null
            ? null
            : new ClusterMember(parts[0], address, flags, parts[3] == "-" ? null : parts[3], [.. parts.Skip(8).Select(SlotRange.Parse).OfType<SlotRange>()]);
    }
}
