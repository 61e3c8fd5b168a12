namespace IncidentBot.Redis.GameDays;

/// <summary>A scene could not be set. The message is for whoever asked for it.</summary>
internal sealed class SceneException(string message, Exception? inner = null) : Exception(message, inner);
