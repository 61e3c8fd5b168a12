using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Server.Tests.Support;

/// <summary>Files in their three steps: an address, the bytes, the place where the file is shown.</summary>
internal sealed class FakeSlackFiles(FakeSlack slack)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (string Name, long Length, string? Content)> uploads = [];
    private readonly List<FakeSlackFile> shared = [];

    public IReadOnlyList<FakeSlackFile> All
    {
        get
        {
            lock (gate)
            {
                return [.. shared];
            }
        }
    }

    public void Map(WebApplication app) => app.MapPost("/upload/{id}", ReceiveAsync);

    /// <returns>Null for a method that is not about files.</returns>
    internal JsonObject? Do(string method, JsonObject arguments)
    {
        lock (gate)
        {
            return method switch
            {
                "files.getUploadURLExternal" => Promise(arguments),
                "files.completeUploadExternal" => Share(arguments),
                _ => null,
            };
        }
    }

    private JsonObject Promise(JsonObject arguments)
    {
        if ((string?)arguments["filename"] is not { Length: > 0 } name || !long.TryParse((string?)arguments["length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length == 0)
        {
            return Refuse("invalid_arguments");
        }

        var id = $"F0FILE{uploads.Count + 1}";
        uploads[id] = (name, length, null);
        return new() { ["ok"] = true, ["file_id"] = id, ["upload_url"] = new Uri(slack.Url, $"/upload/{id}").ToString() };
    }

    private async Task<IResult> ReceiveAsync(string id, HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var content = await reader.ReadToEndAsync();
        lock (gate)
        {
            if (request.Headers.Authorization.Count > 0 || !uploads.TryGetValue(id, out var promised) || promised.Length != System.Text.Encoding.UTF8.GetByteCount(content))
            {
                return Results.BadRequest();
            }

            uploads[id] = promised with { Content = content };
            return Results.Text($"OK - {promised.Length}");
        }
    }

    private JsonObject Share(JsonObject arguments)
    {
        if (slack.ChannelProblem((string?)arguments["channel_id"]) is { } problem)
        {
            return Refuse(problem);
        }

        foreach (var file in (arguments["files"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if ((string?)file["id"] is not { } id || !uploads.TryGetValue(id, out var upload) || upload.Content is not { } content)
            {
                return Refuse("file_not_found");
            }

            shared.Add(new FakeSlackFile((string)arguments["channel_id"]!, (string?)arguments["thread_ts"], (string?)file["title"] ?? "", content) { Name = upload.Name, Ts = slack.NextTs() });
        }

        return new() { ["ok"] = true, ["files"] = new JsonArray() };
    }

    private static JsonObject Refuse(string error) => new() { ["ok"] = false, ["error"] = error };
}

internal sealed record FakeSlackFile(string Channel, string? Thread, string Title, string Content)
{
    public required string Name { get; init; }

    /// <summary>Of the message that shows it.</summary>
    public required string Ts { get; init; }
}
