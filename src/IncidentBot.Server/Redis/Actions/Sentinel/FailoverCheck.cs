using IncidentBot.Redis.Peers;

namespace IncidentBot.Redis.Actions.Sentinel;

/// <summary>Whether a failover is over: all name a new master, it is one, and the old one follows it or is gone.</summary>
internal static class FailoverCheck
{
    /// <returns>Null when it is over.</returns>
    public static string? WhatIsMissing(SentinelPicture picture, NodeAddress old)
    {
        if (picture.Views.Count == 0)
        {
            return "no sentinel answers";
        }

        if (picture.Opinions.FirstOrDefault(group => group.Key == old) is { } behind)
        {
            return $"{behind.Count()} of {picture.Views.Count} sentinels still name "
                + $"{old}{(behind.First().Failover is { } state ? $" (failover: {state})" : "")}";
        }

        if (picture.Master is not { } master)
        {
            return "the sentinels name different masters";
        }

        return picture.Server(master) switch
        {
            { Role.IsMaster: true } => picture.Server(old)?.Role is { } role && role.Follows != master ? $"{old} does not follow {master} yet" : null,
            { Role: not null } => $"{master} is named but is still a replica",
            var server => $"{master} is named but cannot be asked: {server?.Trouble}",
        };
    }

    public static string Old(SentinelPicture picture, NodeAddress old) => picture.Server(old) switch
    {
        { Role: not null } => $"{old} follows it",
        _ => $"{old} does not answer: once it is back the sentinels make it a replica, and until they do, writes to it are lost",
    };
}
