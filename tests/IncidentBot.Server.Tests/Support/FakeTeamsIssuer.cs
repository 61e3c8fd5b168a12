using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Server.Tests.Support;

/// <summary>
/// The two that hand out tokens: the Bot Connector, which signs what it sends to a bot and publishes its keys, and Entra,
/// where a bot gets the token it sends with.
/// </summary>
internal sealed class FakeTeamsIssuer(TimeProvider time) : IDisposable
{
    public const string Issuer = "https://api.botframework.com";

    /// <summary>Four keys, made once: to find one takes longer than most tests that sign with it.</summary>
    private static readonly RSAParameters[] Keys = [.. Enumerable.Range(0, 4).Select(_ => NewKey())];

    private readonly RSA rsa = RSA.Create(Keys[0]);
    private readonly RSA unendorsed = RSA.Create(Keys[1]);
    private readonly RSA unlimited = RSA.Create(Keys[2]);
    private readonly RSA rogue = RSA.Create(Keys[3]);
    private readonly HashSet<string> issued = [];
    private readonly Lock gate = new();
    private string kid = "key-1";
    private int metadataReads;
    private int tokensIssued;

    /// <summary>Keys whose endorsements name Teams are <c>key-1</c> and its successors.</summary>
    public string Kid => kid;

    public string ClientSecret { get; } = Guid.NewGuid().ToString("N");

    /// <summary>How often the metadata was asked for.</summary>
    public int MetadataReads => metadataReads;

    public int TokensIssued => tokensIssued;

    /// <summary>Entra answers like this instead of with a token.</summary>
    public string? TokenError { get; set; }

    /// <summary>The metadata cannot be had.</summary>
    public bool MetadataIsAway { get; set; }

    public void Map(WebApplication app, Func<Uri> self)
    {
        app.MapGet("/v1/.well-known/openidconfiguration", () =>
        {
            Interlocked.Increment(ref metadataReads);
            return MetadataIsAway
                ? Results.StatusCode(503)
                : Results.Text(new JsonObject
                {
                    ["issuer"] = Issuer,
                    ["jwks_uri"] = new Uri(self(), "/v1/.well-known/keys").ToString(),
                    ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
                }.ToJsonString(), "application/json");
        });
        app.MapGet("/v1/.well-known/keys", () => Results.Text(new JsonObject
        {
            ["keys"] = new JsonArray(Jwk(kid, rsa, "msteams"), Jwk("unendorsed", unendorsed, "skype"), Jwk("unlimited", unlimited)),
        }.ToJsonString(), "application/json"));
        app.MapPost("/{tenant}/oauth2/v2.0/token", TokenAsync);
    }

    /// <summary>The connector signs with a new key from now on.</summary>
    public void Rotate(string newKid) => kid = newKid;

    public bool Issued(string token)
    {
        lock (gate)
        {
            return issued.Contains(token);
        }
    }

    /// <summary>No token that was handed out is good any more.</summary>
    public void Revoke()
    {
        lock (gate)
        {
            issued.Clear();
        }
    }

    /// <summary>As the connector sends it, but for what is changed.</summary>
    public string Token(string audience, string serviceUrl, Action<JsonObject>? header = null, Action<JsonObject>? payload = null, SignWith key = SignWith.Own)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var head = new JsonObject
        {
            ["typ"] = "JWT",
            ["alg"] = "RS256",
            ["kid"] = key switch { SignWith.Unendorsed => "unendorsed", SignWith.Unlimited => "unlimited", _ => kid },
        };
        var body = new JsonObject { ["serviceurl"] = serviceUrl, ["nbf"] = now, ["exp"] = now + 3600, ["iss"] = Issuer, ["aud"] = audience };
        header?.Invoke(head);
        payload?.Invoke(body);
        var text = $"{Encode(head)}.{Encode(body)}";
        return $"{text}.{Base64Url(Signature(text, key))}";
    }

    public void Dispose()
    {
        rsa.Dispose();
        unendorsed.Dispose();
        unlimited.Dispose();
        rogue.Dispose();
    }

    private byte[] Signature(string text, SignWith key)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        return key switch
        {
            SignWith.Nothing => [],

            // The public key taken for a shared secret, which some libraries fell for.
            SignWith.PublicKeyAsSecret => HMACSHA256.HashData(Encoding.UTF8.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), bytes),
            SignWith.Rogue => rogue.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            SignWith.Unendorsed => unendorsed.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            SignWith.Unlimited => unlimited.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
    }

    /// <summary>A token for the connector, as if it had been asked for.</summary>
    public string Grant()
    {
        var token = $"token-{Guid.NewGuid():N}";
        lock (gate)
        {
            issued.Add(token);
            tokensIssued++;
        }

        return token;
    }

    private async Task<IResult> TokenAsync(string tenant, HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var error = TokenError ?? (form["grant_type"] != "client_credentials" ? "unsupported_grant_type"
            : form["client_id"] != FakeTeams.AppId || form["client_secret"] != ClientSecret ? "invalid_client"
            : tenant != FakeTeams.Tenant ? "invalid_request"
            : form["scope"] != $"{Issuer}/.default" ? "invalid_scope"
            : null);
        if (error is not null)
        {
            return Results.Text(
                new JsonObject { ["error"] = error, ["error_description"] = $"AADSTS7000215: {error} (for {form["client_secret"]}?)" }.ToJsonString(),
                "application/json",
                statusCode: 401);
        }

        return Results.Text(
            new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = 3599, ["ext_expires_in"] = 3599, ["access_token"] = Grant() }.ToJsonString(),
            "application/json");
    }

    private static RSAParameters NewKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportParameters(includePrivateParameters: true);
    }

    private static JsonObject Jwk(string kid, RSA key, params string[] endorsements)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var jwk = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = kid,
            ["n"] = Base64Url(parameters.Modulus!),
            ["e"] = Base64Url(parameters.Exponent!),
        };
        if (endorsements.Length > 0)
        {
            jwk["endorsements"] = new JsonArray([.. endorsements.Select(name => (JsonNode)name)]);
        }

        return jwk;
    }

    private static string Encode(JsonObject part) => Base64Url(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

internal enum SignWith
{
    /// <summary>The key that Teams uses.</summary>
    Own,

    /// <summary>A key of the connector that is for another channel.</summary>
    Unendorsed,

    /// <summary>A key of the connector without a word on what it is for.</summary>
    Unlimited,

    /// <summary>A key of somebody else.</summary>
    Rogue,

    Nothing,

    PublicKeyAsSecret,
}
