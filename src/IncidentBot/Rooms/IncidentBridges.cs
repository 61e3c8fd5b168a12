using IncidentBot.Messages;

namespace IncidentBot.Rooms;

/// <summary>
/// The channels to which an incident may be bridged. From configuration only: nobody leads an incident's messages somewhere by
/// typing a name.
/// </summary>
public sealed class IncidentBridges(IReadOnlyDictionary<string, ChannelRef> channels, IncidentPlace placeIn)
{
    /// <param name="name">Null for the only one there is.</param>
    internal ChannelRef? Find(string? name, int incidentNumber) => Named(name) is { } channel ? placeIn(incidentNumber, channel) : null;

    /// <returns>What is typed for a place to which the incident was bridged: the configured name, or the place itself where
    /// that name has since been removed.</returns>
    internal string NameOf(ChannelRef place, int incidentNumber) =>
        channels.FirstOrDefault(channel => placeIn(incidentNumber, channel.Value) == place).Key ?? place.ToString();

    private ChannelRef? Named(string? name) => name is null
        ? channels.Count == 1 ? channels.Values.First() : null
        : channels.FirstOrDefault(channel => string.Equals(channel.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    internal string WhyNot(string? name) =>
        channels.Count == 0 ? "No other channel is configured to bridge an incident to."
        : name is null ? "Bridge it where to?"
        : $"There is no bridge called '{name}'.";

    internal string Hint(string label) => channels.Count == 0
        ? "Whoever runs the bot names one under Chat:Bridges, for example Chat:Bridges:slack=slack:T1DC2JH3J:C2147483705."
        : $"There are: {string.Join(", ", channels.Keys)}. Type /incident bridge {label} {channels.Keys.First()}.";
}

/// <summary>What an incident gets of a channel that it is bridged to: the channel, or a thread of it.</summary>
public delegate ChannelRef IncidentPlace(int number, ChannelRef channel);
