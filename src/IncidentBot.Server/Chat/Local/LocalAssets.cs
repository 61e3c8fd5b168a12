using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace IncidentBot.Chat.Local;

/// <summary>Script, style and icon, carried inside the assembly so that no working directory matters.</summary>
internal static class LocalAssets
{
    private static readonly Dictionary<string, Asset> Assets = new[]
    {
        Load("chat.css", "text/css; charset=utf-8"),
        Load("chat.js", "text/javascript; charset=utf-8"),
        Load("completion.js", "text/javascript; charset=utf-8"),
        Load("live.js", "text/javascript; charset=utf-8"),
        Load("icon.svg", "image/svg+xml"),
    }.ToDictionary(asset => asset.Name);

    /// <summary>An address that changes with the content.</summary>
    public static string Url(string name) => $"/chat/assets/{name}?v={Assets[name].Hash}";

    internal static Results<FileContentHttpResult, NotFound> Get(string name, string? v, HttpResponse response)
    {
        if (!Assets.TryGetValue(name, out var asset))
        {
            return TypedResults.NotFound();
        }

        // Modules import each other without the hash; those are asked for again, and answered 304.
        response.Headers.CacheControl = v == asset.Hash ? "public, max-age=31536000, immutable" : "no-cache";
        return TypedResults.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Hash}\""));
    }

    private static Asset Load(string name, string contentType)
    {
        using var stream = typeof(LocalAssets).Assembly.GetManifestResourceStream(typeof(LocalAssets), $"Assets.{name}")
            ?? throw new InvalidOperationException($"The asset {name} is not embedded.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new Asset(name, contentType, content, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
    }

    private sealed record Asset(string Name, string ContentType, byte[] Content, string Hash);
}
