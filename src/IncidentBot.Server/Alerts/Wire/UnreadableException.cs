namespace IncidentBot.Alerts.Wire;

/// <summary>Ends the reading of a body, wherever in it that is; see <see cref="WireJson.Read"/>.</summary>
internal sealed class UnreadableException(string why) : Exception(why);
