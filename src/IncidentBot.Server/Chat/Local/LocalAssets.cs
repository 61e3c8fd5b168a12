using IncidentBot.Markup;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace IncidentBot.Chat.Local;

/// <summary>Script, style and icon, carried inside the assembly so that no working directory matters.</summary>
internal static class LocalAssets
{
    private static readonly Dictionary<string, EmbeddedAsset> Assets = new[]
    {
        CardAssets.Style,
        CardAssets.Times,
        EmbeddedAsset.Load(typeof(LocalAssets), "chat.css", EmbeddedAsset.Css),
        EmbeddedAsset.Load(typeof(LocalAssets), "chat.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "channels.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "completion.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "draft.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "earlier.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "live.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "sent.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "ticks.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "unread.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "icon.svg", "image/svg+xml"),
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
}
