namespace IncidentBot.Redis;

internal sealed record StageTime(ConnectStage Stage, TimeSpan Elapsed);
