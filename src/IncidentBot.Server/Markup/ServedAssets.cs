using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace IncidentBot.Markup;

/// <summary>The files of a page, at addresses that change with their content.</summary>
/// <param name="path">They are below it.</param>
internal sealed class ServedAssets(string path, params IEnumerable<EmbeddedAsset> assets)
{
    private readonly Dictionary<string, EmbeddedAsset> all = assets.ToDictionary(asset => asset.Name);

    public string Url(string name) => $"{path}/{name}?v={all[name].Hash}";

    /// <param name="v">The hash in the address.</param>
    public Results<FileContentHttpResult, NotFound> Get(string name, string? v, HttpResponse response)
    {
        if (!all.TryGetValue(name, out var asset))
        {
            return TypedResults.NotFound();
        }

        // Modules import each other without the hash; those are asked for again, and answered 304.
        response.Headers.CacheControl = v == asset.Hash ? "public, max-age=31536000, immutable" : "no-cache";
        return TypedResults.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Hash}\""));
    }
}
