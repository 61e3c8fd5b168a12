using IncidentBot.People;

namespace IncidentBot.Messages;

/// <summary>Where the answer to one request goes, seen only by the person who asked.</summary>
/// <param name="Ticket">What the platform gave to answer with, such as Slack's <c>response_url</c>; opaque to the kernel, a secret in logs.</param>
public sealed record ReplyAddress(ChannelRef Channel, Account To, string? Ticket);
