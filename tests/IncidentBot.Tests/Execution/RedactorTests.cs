using System.Text.RegularExpressions;
using IncidentBot.Execution;

namespace IncidentBot.Tests.Execution;

/// <summary>Invariant 6: no secret is stored or shown.</summary>
public sealed class RedactorTests
{
    private static readonly Redactor Redactor = new(["s3cr3t-from-config", "ab"], [new SecretShape(new Regex("\\bxoxb-[a-z0-9-]+"))]);

    [Theory]
    [InlineData("redis://default:pa:ss@10.0.0.1:6379/0", "redis://default:[redacted]@10.0.0.1:6379/0")]
    [InlineData("redis://:pw@host is down", "redis://:[redacted]@host is down")]
    [InlineData("postgres://bot:pw@db/incidents", "postgres://bot:[redacted]@db/incidents")]
    [InlineData("requirepass hunter2", "requirepass [redacted]")]
    [InlineData("masterauth \"hunter2\"", "masterauth \"[redacted]\"")]
    [InlineData("Authorization: Bearer eyJhbGciOi.abc-def", "Authorization: Bearer [redacted]")]
    [InlineData("token xoxb-123456-abcdef was refused", "token [redacted] was refused")]
    [InlineData("ADMIN_TOKEN=abc123 pm2 restart api", "ADMIN_TOKEN=[redacted] pm2 restart api")]
    [InlineData("{\"password\": \"x y\"}", "{\"password\": \"[redacted] y\"}")]
    [InlineData("it says s3cr3t-from-config twice: s3cr3t-from-config", "it says [redacted] twice: [redacted]")]
    [InlineData("abc: 61 % used, 1,204,118 keys under rl:*", "abc: 61 % used, 1,204,118 keys under rl:*")]
    [InlineData("redis://host:6379/0", "redis://host:6379/0")]
    public void Secrets_are_masked_and_the_rest_stays(string text, string expected) => Assert.Equal(expected, Redactor.Clean(text));
}
