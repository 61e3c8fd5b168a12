using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// Whether the Bot Connector sent a request. See
/// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#connector-to-bot.
/// </summary>
internal sealed class TeamsAuthentication(TeamsKeys keys, IOptions<TeamsOptions> options, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <summary>Never throws for what the header holds.</summary>
    /// <exception cref="TeamsKeysException">The keys cannot be had just now.</exception>
    public async Task<TeamsVerdict> JudgeAsync(StringValues authorization, CancellationToken ct)
    {
        if (authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.Ordinal) || Parse(header[Scheme.Length..]) is not { } token)
        {
            return new TeamsVerdict.Refused("there is no token");
        }

        // Before a key is looked for: most of what is not ours ends here.
        if (token.Alg != SecurityAlgorithms.RsaSha256 || token.Kid is not { Length: > 0 } kid || await keys.FindAsync(kid, ct) is not { } key)
        {
            return new TeamsVerdict.Refused("no key of the Bot Connector signed the token");
        }

        var result = await Handler.ValidateTokenAsync(token, Parameters(key));
        if (!result.IsValid)
        {
            return new TeamsVerdict.Refused($"the token is refused ({result.Exception?.GetType().Name})");
        }

        return token.TryGetPayloadValue<string>("serviceurl", out var serviceUrl) && !string.IsNullOrEmpty(serviceUrl)
            ? new TeamsVerdict.Accepted(serviceUrl, Endorsements.Of(key))
            : new TeamsVerdict.Refused("the token names no service URL");
    }

    private TokenValidationParameters Parameters(JsonWebKey key) => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        IssuerSigningKey = key,
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidIssuer = options.Value.Issuer,
        ValidAudience = options.Value.AppId,
        LifetimeValidator = (notBefore, expires, _, _) => IsCurrent(notBefore, expires),
    };

    // By our clock, which tests can move, and not by the library's.
    private bool IsCurrent(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + Skew && (notBefore is not { } start || now >= start - Skew);
    }

    private static JsonWebToken? Parse(string token)
    {
        try
        {
            return Handler.CanReadToken(token) ? new JsonWebToken(token) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
