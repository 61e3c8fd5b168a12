using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Markup;

/// <summary>A file for browsers, carried inside the assembly so that no working directory matters.</summary>
internal sealed record EmbeddedAsset(string Name, string ContentType, byte[] Content, string Hash)
{
    public const string Css = "text/css; charset=utf-8";
    public const string Script = "text/javascript; charset=utf-8";

    public string Text => Encoding.UTF8.GetString(Content);

    /// <param name="owner">A type of the folder that has the file among its <c>Assets</c>.</param>
    public static EmbeddedAsset Load(Type owner, string name, string contentType)
    {
        using var stream = owner.Assembly.GetManifestResourceStream(owner, $"Assets.{name}")
            ?? throw new InvalidOperationException($"The asset {name} is not embedded.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new EmbeddedAsset(name, contentType, content, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
    }
}
