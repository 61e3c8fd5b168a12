using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Teams;

/// <summary>Tokens that come with an activity of Teams: genuine, wrong, forged and torn.</summary>
/// <param name="Microsoft">What Microsoft's own library is to say; where it differs from <paramref name="Ours"/>, the reason is beside it.</param>
internal sealed record TokenCase(string Name, string Authorization, bool Ours, bool Microsoft, string ChannelId = "msteams")
{
    public override string ToString() => Name;
}

internal static class TeamsTokenMatrix
{
    public static IReadOnlyList<TokenCase> Of(FakeTeams teams) => [.. Cases(teams)];

    private static IEnumerable<TokenCase> Cases(FakeTeams teams)
    {
        var now = teams.Time.GetUtcNow().ToUnixTimeSeconds();

        yield return Good("valid", Token());
        yield return Good("expired 4 minutes ago", Token(payload: body => Lifetime(body, -7200, -240)));
        yield return Good("valid in 4 minutes", Token(payload: body => Lifetime(body, 240, 3600)));
        yield return Good("without a beginning", Token(payload: body => body.Remove("nbf")));

        yield return Bad("expired an hour ago", Token(payload: body => Lifetime(body, -7200, -3600)));
        yield return Bad("expired 6 minutes ago", Token(payload: body => Lifetime(body, -7200, -360)));
        yield return Bad("valid in an hour", Token(payload: body => Lifetime(body, 3600, 7200)));
        yield return Bad("for another bot", Token(payload: body => body["aud"] = Guid.NewGuid().ToString()));
        yield return Bad("for nobody", Token(payload: body => body.Remove("aud")));
        yield return Bad("from another issuer", Token(payload: body => body["iss"] = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"));
        yield return Bad("from nobody", Token(payload: body => body.Remove("iss")));
        yield return Bad("for another service URL", Token(payload: body => body["serviceurl"] = "https://smba.trafficmanager.net/emea/"));
        yield return Bad("for the service URL in capitals", Token(payload: body => body["serviceurl"] = teams.ServiceUrl.ToUpperInvariant()));
        yield return Bad("for no service URL", Token(payload: body => body.Remove("serviceurl")));
        yield return Bad("by a key that is for another channel", Token(key: SignWith.Unendorsed));
        yield return Bad("of Teams for another channel", Token()) with { ChannelId = "webchat" };
        yield return Bad("by somebody else under the same key id", Token(key: SignWith.Rogue));
        yield return Bad("by an unknown key", Token(header: head => head["kid"] = "nobody-knows"));
        yield return Bad("by no named key", Token(header: head => head.Remove("kid")));
        yield return Bad("unsigned", Token(header: head => head["alg"] = "none", key: SignWith.Nothing));
        yield return Bad("signed, and says it is not", Token(header: head => head["alg"] = "none"));
        yield return Bad("the public key taken for a secret", Token(header: head => head["alg"] = "HS256", key: SignWith.PublicKeyAsSecret));
        yield return Bad("another algorithm", Token(header: head => head["alg"] = "RS512"));
        yield return Bad("changed after signing", Changed(Token()));
        yield return Bad("cut short", Token()[..^5]);
        yield return Bad("garbage", "garbage");
        yield return Bad("three words of garbage", "a.b.c");
        yield return Bad("nothing between the dots", "..");
        yield return Bad("empty", "");
        yield return Header("no header", "");
        yield return Header("no scheme", Token());
        yield return Header("another scheme", $"Basic {Token()}");
        yield return Header("the scheme in small letters", $"bearer {Token()}");
        yield return Header("two tokens", $"Bearer {Token()} {Token()}");

        // Microsoft's library takes any key that names no channel, and any token that never ends. The connector sends
        // neither, so we lose nothing by refusing both.
        yield return Bad("by a key that is for no channel in particular", Token(key: SignWith.Unlimited)) with { Microsoft = true };
        yield return Bad("without an end", Token(payload: body => body.Remove("exp"))) with { Microsoft = true };

        string Token(Action<JsonObject>? header = null, Action<JsonObject>? payload = null, SignWith key = SignWith.Own) =>
            teams.Issuer.Token(FakeTeams.AppId, teams.ServiceUrl, header, payload, key);

        void Lifetime(JsonObject body, int from, int to)
        {
            body["nbf"] = now + from;
            body["exp"] = now + to;
        }
    }

    private static TokenCase Good(string name, string token) => new(name, $"Bearer {token}", Ours: true, Microsoft: true);

    private static TokenCase Bad(string name, string token) => new(name, $"Bearer {token}", Ours: false, Microsoft: false);

    private static TokenCase Header(string name, string header) => new(name, header, Ours: false, Microsoft: false);

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var payload =
            Encoding.UTF8.GetString(Convert.FromBase64String(parts[1].Replace('-', '+').Replace('_', '/').PadRight((parts[1].Length + 3) / 4 * 4, '=')));
        parts[1] = Convert.ToBase64String(Encoding.UTF8.GetBytes(
            payload.Replace(FakeTeams.AppId, FakeTeams.AppId.ToUpperInvariant(), StringComparison.Ordinal))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return string.Join('.', parts);
    }
}
