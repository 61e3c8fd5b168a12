using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Server.Tests.Support;

/// <summary>Files in their three steps: an address, the bytes, the place where the file is shown.</summary>
internal sealed class FakeSlackFiles(FakeSlack slack)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (string Name, long Length, string? Content, string? Token)> uploads = [];
    private readonly List<FakeSlackFile> shared = [];
    private int lastNumber;

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
        if ((string?)arguments["filename"] is not { Length: > 0 } name
            || !long.TryParse((string?)arguments["length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length == 0)
        {
            return Refuse("missing_argument");
        }

        var id = $"F0FILE{++lastNumber}";
        uploads[id] = (name, length, null, null);
        return new() { ["ok"] = true, ["file_id"] = id, ["upload_url"] = new Uri(slack.Url, $"/upload/{id}").ToString() };
    }

    private async Task<IResult> ReceiveAsync(string id, HttpRequest request)
    {
        // Slack takes the bytes alone and in a form; its own client sends a form, and the token with it.
        using var reader = new StreamReader(request.HasFormContentType ? (await request.ReadFormAsync()).Files.Single().OpenReadStream() : request.Body);
        var content = await reader.ReadToEndAsync();
        lock (gate)
        {
            if (!uploads.TryGetValue(id, out var promised) || promised.Length != System.Text.Encoding.UTF8.GetByteCount(content))
            {
                return Results.BadRequest();
            }

            uploads[id] = promised with { Content = content, Token = request.Headers.Authorization };
            return Results.Text($"OK - {promised.Length}");
        }
    }

    private JsonObject Share(JsonObject arguments)
    {
        if (slack.ChannelProblem((string?)arguments["channel_id"]) is { } problem)
        {
            return Refuse(problem == "channel_not_found" ? "invalid_channel" : problem);
        }

        if (arguments["files"] is not JsonArray { Count: > 0 } files)
        {
            return Refuse("invalid_arguments");
        }

        var done = new JsonArray();
        foreach (var file in files.OfType<JsonObject>())
        {
            if ((string?)file["id"] is not { } id || !uploads.TryGetValue(id, out var upload) || upload.Content is not { } content)
            {
                return Refuse("file_not_found");
            }

            uploads.Remove(id);
            shared.Add(new FakeSlackFile(
                (string)arguments["channel_id"]!,
                (string?)arguments["thread_ts"],
                (string?)file["title"] ?? "",
                content,
                upload.Token)
            { Name = upload.Name, Ts = slack.NextTs() });
            done.Add((JsonNode)new JsonObject { ["id"] = id, ["title"] = shared[^1].Title });
        }

        return new() { ["ok"] = true, ["files"] = done };
    }

    private static JsonObject Refuse(string error) => new() { ["ok"] = false, ["error"] = error };
}

/// <param name="Token">What the bytes came with, though they need none.</param>
internal sealed record FakeSlackFile(string Channel, string? Thread, string Title, string Content, string? Token)
{
    public required string Name { get; init; }

    /// <summary>Of the message that shows it.</summary>
    public required string Ts { get; init; }
}
