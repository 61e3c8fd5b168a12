namespace IncidentBot.Chat.Slack.Wire;

/// <summary>See https://docs.slack.dev/reference/methods/files.getUploadURLExternal.</summary>
internal sealed record GetUploadUrl(string Filename, int Length);

/// <summary>See https://docs.slack.dev/reference/methods/files.completeUploadExternal.</summary>
internal sealed record CompleteUpload(IReadOnlyList<UploadedFile> Files, string ChannelId, string ThreadTs);

internal sealed record UploadedFile(string Id, string Title);
