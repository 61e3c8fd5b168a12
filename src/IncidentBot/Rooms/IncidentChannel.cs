using IncidentBot.Messages;

namespace IncidentBot.Rooms;

/// <summary>Where a new incident is to live: the channel it was opened in, or one of its own. The chat platforms know.</summary>
public delegate ChannelRef IncidentChannel(int number, string title, ChannelRef origin);
