namespace IncidentBot.Redis.Probe;

internal sealed record StageTime(ConnectStage Stage, TimeSpan Elapsed);
