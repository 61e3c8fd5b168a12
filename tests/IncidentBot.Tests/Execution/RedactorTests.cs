using IncidentBot.Execution;

namespace IncidentBot.Tests.Execution;

/// <summary>Invariant 6: no secret is stored or shown.</summary>
public sealed class RedactorTests
{
    private static readonly Redactor Redactor = new(["s3cr3t-from-config", "ab"]);

    [Theory]
    [InlineData("redis://default:pa:ss@10.0.0.1:6379/0", "redis://default:[redacted]@10.0.0.1:6379/0")]
    [InlineData("redis://default:p@ss@10.0.0.1:6379/0", "redis://default:[redacted]@10.0.0.1:6379/0")]
    [InlineData("redis://:pw@host is down", "redis://:[redacted]@host is down")]
    [InlineData("rediss://pw@host is down", "rediss://[redacted]@host is down")]
    [InlineData("postgres://bot:pw@db/incidents", "postgres://bot:[redacted]@db/incidents")]
    [InlineData("requirepass hunter2", "requirepass [redacted]")]
    [InlineData("masterauth \"hunter2\"", "masterauth \"[redacted]\"")]
    [InlineData("sentinel auth-pass mymaster hunter2", "sentinel auth-pass mymaster [redacted]")]
    [InlineData("Authorization: Bearer eyJhbGciOi.abc-def", "Authorization: Bearer [redacted]")]
    [InlineData("the provider said no: Bearer a1B2a1B2a1B2", "the provider said no: Bearer [redacted]")]
    [InlineData("token xoxb-123456-abcdef was refused", "token [redacted] was refused")]
    [InlineData("it says s3cr3t-from-config twice: s3cr3t-from-config", "it says [redacted] twice: [redacted]")]
    public void A_secret_is_masked_and_the_rest_stays(string text, string expected) => Assert.Equal(expected, Redactor.Clean(text));

    [Theory]
    [InlineData("ADMIN_TOKEN=abc123 pm2 restart api", "ADMIN_TOKEN=[redacted] pm2 restart api")]
    [InlineData("{\"password\": \"x y\"}", "{\"password\": \"[redacted]\"}")]
    [InlineData("{\\\"password\\\": \\\"x y\\\", \\\"a\\\": 1}", "{\\\"password\\\": \\\"[redacted]\\\", \\\"a\\\": 1}")]
    [InlineData("{\"privateKey\":\"x\",\"clientSecret\":\"y\",\"id\":3}", "{\"privateKey\":\"[redacted]\",\"clientSecret\":\"[redacted]\",\"id\":3}")]
    [InlineData("password = \"a b\" and more", "password = \"[redacted]\" and more")]
    [InlineData("password='it''s; x' next", "password='[redacted]' next")]
    [InlineData("password=a,b;c next", "password=[redacted] next")]
    [InlineData("Host=db;Password=a b,c;Database=x", "Host=db;Password=[redacted];Database=x")]
    [InlineData("cache:6379,password=hunter2,ssl=true", "cache:6379,password=[redacted],ssl=true")]
    [InlineData("GET /x?api_key=hunter2&page=2", "GET /x?api_key=[redacted]&page=2")]
    [InlineData("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG", "AWS_SECRET_ACCESS_KEY=[redacted]")]
    [InlineData("AWS_ACCESS_KEY_ID=XYZ7EXAMPLE", "AWS_ACCESS_KEY_ID=[redacted]")]
    [InlineData("Cookie: session=x; theme=dark", "Cookie: [redacted]")]
    [InlineData("-H 'Set-Cookie: id=x; Path=/' https://h", "-H 'Set-Cookie: [redacted]' https://h")]
    [InlineData("session=abc", "session=[redacted]")]
    [InlineData("PGPASSWORD=hunter2 psql", "PGPASSWORD=[redacted] psql")]
    [InlineData("DB_PASSWORD_PROD: hunter2", "DB_PASSWORD_PROD: [redacted]")]
    [InlineData("export DB_PASS=hunter2", "export DB_PASS=[redacted]")]
    [InlineData("connection_string: Host=db;Username=bot", "connection_string: [redacted];Username=bot")]
    [InlineData("alter role bot PASSWORD 'hunter2'", "alter role bot PASSWORD '[redacted]'")]
    [InlineData("create user bot identified by 'hunter2'", "create user bot identified by '[redacted]'")]
    public void A_value_is_masked_by_the_name_before_it(string text, string expected) => Assert.Equal(expected, Redactor.Clean(text));

    [Theory]
    [InlineData("AUTH hunter2", "AUTH [redacted]")]
    [InlineData("AUTH bot hunter2", "AUTH bot [redacted]")]
    [InlineData("> auth bot hunter2", "> auth bot [redacted]")]
    [InlineData("1700000000.1 [0 127.0.0.1:5000] \"auth\" \"hunter2\"", "1700000000.1 [0 127.0.0.1:5000] \"auth\" \"[redacted]\"")]
    [InlineData("AUTH hunter2 failed", "AUTH [redacted] failed")]
    [InlineData("HELLO 3 AUTH bot hunter2", "HELLO 3 AUTH bot [redacted]")]
    [InlineData("HELLO 3 AUTH bot hunter2 SETNAME web", "HELLO 3 AUTH [redacted] [redacted] SETNAME web")]
    [InlineData("ACL SETUSER bot on >hunter2 ~* +@all", "ACL SETUSER bot on >[redacted] ~* +@all")]
    [InlineData("user default on #5e884898da2804 ~* +@all", "user default on #[redacted] ~* +@all")]
    [InlineData("redis-cli -h cache -a hunter2 PING", "redis-cli -h cache -a [redacted] PING")]
    [InlineData("redis-cli --pass hunter2 PING", "redis-cli --pass [redacted] PING")]
    [InlineData("mysql -u root -phunter2 -e 'select 1'", "mysql -u root -p[redacted] -e 'select 1'")]
    [InlineData("curl -u bot:hunter2 https://api", "curl -u bot:[redacted] https://api")]
    [InlineData("sshpass -p hunter2 ssh app1", "sshpass -p [redacted] ssh app1")]
    [InlineData("tool --client-secret hunter2 --dry-run", "tool --client-secret [redacted] --dry-run")]
    public void A_secret_in_a_command_is_masked_by_its_place(string text, string expected) => Assert.Equal(expected, Redactor.Clean(text));

    [Theory]
    [InlineData("ghp_", "16C7e42F292c6912E7710c838347Ae178B4a")]
    [InlineData("github_pat_", "11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz")]
    [InlineData("glpat-", "xxEXAMPLExxxxxxxxxxx")]
    [InlineData("sk_live_", "4eC39HqLyjWDarjtT1zdp7dc")]
    [InlineData("rk_live_", "4eC39HqLyjWDarjtT1zdp7dc")]
    [InlineData("xoxp-", "123456789012-abcdefABCDEF")]
    [InlineData("xapp-", "1-A0123-456-abcdef")]
    [InlineData("AKIA", "IOSFODNN7EXAMPLE")]
    [InlineData("ASIA", "IOSFODNN7EXAMPLE")]
    [InlineData("AIza", "SyA-0123456789abcdefghijklmnopqrstu")]
    [InlineData("npm_", "0123456789abcdefghijklmnopqrstuvwxyz")]
    [InlineData("pypi-", "AgEIcHlwaS5vcmcCJDAwMDAwMDAw")]
    [InlineData("SG.", "ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf")]
    [InlineData("eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N")]
    [InlineData("GOCSPX-", "abcdefghijklmnopqrstuvwx")]
    [InlineData("123456789:AA", "F0abcdefghijklmnopqrstuvwxyz12345")]
    [InlineData("AGE-SECRET-KEY-", "1QQPQQPQQPQQPQQPQQPQQPQQPQQPQ")]
    [InlineData("glsa_", "abcdefghijklmnopqrstuvwxyz012345_0123abcd")]
    [InlineData("dckr_pat_", "abcdefghijklmnopqrst-uvw")]
    [InlineData("hf_", "abcdefghijklmnopqrstuvwxyzABCDEFGH")]
    [InlineData("SK", "0123456789abcdef0123456789abcdef")]
    [InlineData("tskey-", "auth-abcdEF1CNTRL-abcdefghijkl")]
    [InlineData("ATATT3", "xFfGF0abcdefghijklmnop")]
    [InlineData("sha256~", "abcdefghijklmnop")]
    public void A_token_is_known_by_how_it_begins(string beginning, string rest) =>
        Assert.Equal("before [redacted] behind", Redactor.Clean($"before {beginning}{rest} behind"));

    [Fact]
    public void An_address_that_is_a_secret_itself_is_masked_behind_its_host() =>
        Assert.Equal("posts to https://hooks.slack.com/services/[redacted] now", Redactor.Clean("posts to https://hooks.slack.com/services/T0/B0/abcDEF now"));

    [Theory]
    [InlineData("\n")]
    [InlineData("\\n")]
    public void A_private_key_is_masked_as_a_whole(string lineEnd)
    {
        var key = string.Join(lineEnd, "-----BEGIN RSA PRIVATE KEY-----", "MIIEowIBAAKCAQEA", "x7Qm", "-----END RSA PRIVATE KEY-----");

        Assert.Equal("key: \"[redacted]\" end", Redactor.Clean($"key: \"{key}\" end"));
    }

    [Fact]
    public void Of_a_private_key_that_was_cut_nothing_is_left()
    {
        Assert.Equal(["begin", "[redacted]"], Redactor.Clean(["begin", "-----BEGIN PRIVATE KEY-----", "MIIEowIBAAKCAQEA", "…"]));
        Assert.Equal(["cut here …", "[redacted]", "end"], Redactor.Clean(["cut here …", "AAKCAQEAx7Qm", "MIIE==", "-----END PRIVATE KEY-----", "end"]));
    }

    [Theory]
    [InlineData("it is s3cr3t-fr…", "it is [redacted]…")]
    [InlineData("it is s3cr3t-from …", "it is [redacted] …")]
    [InlineData("redis://bot:hun…", "redis://bot:[redacted]…")]
    [InlineData("Bearer a1…", "Bearer [redacted]")]
    [InlineData("{\"password\":\"hun…", "{\"password\":\"[redacted]")]
    [InlineData("redis://cache:63…", "redis://cache:63…")]
    [InlineData("s3cr…", "[redacted]…")]
    [InlineData("s3c… is too little", "s3c… is too little")]
    public void A_secret_that_was_cut_is_masked_as_far_as_it_is_there(string text, string expected) => Assert.Equal(expected, Redactor.Clean(text));

    [Fact]
    public void A_secret_that_meets_the_end_of_a_line_is_masked_before_the_line_is_broken()
    {
        var before = string.Concat(Enumerable.Repeat("and then ", 12));

        Assert.Equal(
            [$"{before}it said Bearer"[..^7], "    Bearer [redacted] at last"],
            Redactor.CleanToFit([$"{before}it said Bearer {new string('x', 100)} at last"]));
    }

    [Fact]
    public void What_is_masked_stays_as_it_is_when_it_is_looked_at_again()
    {
        string[] texts = ["password=x", "AUTH bot hunter2", "curl -u a:b", "redis://a@b", "Cookie: a", "user x on >y", "-----BEGIN PRIVATE KEY-----\nMII"];
        foreach (var text in texts)
        {
            var once = Redactor.Clean(text);
            Assert.Equal(once, Redactor.Clean(once));
            Assert.Contains(Redactor.Mask, once, StringComparison.Ordinal);
        }
    }

    /// <summary>What operations people read all day: the words of secrets are in it, and no secret is.</summary>
    [Theory]
    [InlineData("abc: 61 % used, 1,204,118 keys under rl:*")]
    [InlineData("redis://host:6379/0")]
    [InlineData("http://127.0.0.1:8080/path?x=1")]
    [InlineData("tokens: 5, max_tokens=4096, tokens_used: 12")]
    [InlineData("maxmemory-policy:allkeys-lru")]
    [InlineData("db0:keys=1204118,expires=1200000,avg_ttl=3541000")]
    [InlineData("keyspace_hits:16\nkeyspace_misses:4")]
    [InlineData("cmdstat_auth:calls=3,usec=12,usec_per_call=4.00,rejected_calls=0,failed_calls=1")]
    [InlineData("acl_access_denied_auth:0")]
    [InlineData("id=3 addr=127.0.0.1:50000 laddr=127.0.0.1:6379 fd=8 name=worker age=12 idle=0 flags=N db=0 cmd=auth user=default redir=-1 resp=2")]
    [InlineData("NOAUTH Authentication required.")]
    [InlineData("AUTH failed for the replica")]
    [InlineData("ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?")]
    [InlineData("WRONGPASS invalid username-password pair or user is disabled.")]
    [InlineData("1:S 29 Nov 2026 10:00:00.000 # Unable to AUTH to MASTER: -WRONGPASS invalid username-password pair or user is disabled.")]
    [InlineData("auth: the service that checks people is down")]
    [InlineData("Basic information about the session is in the log; a bearer of bad news")]
    [InlineData("the password is wrong, the token has expired, no secret was found")]
    [InlineData("Check requirepass and masterauth on both servers.")]
    [InlineData("session: opened for user root by (uid=0)")]
    [InlineData("pass: 5, fail: 0")]
    [InlineData("PWD=/srv/app OLDPWD=/root")]
    [InlineData("redis-cli -h cache -p 6379 -n 4 --scan --pattern 'rl:*'")]
    [InlineData("redis-cli -a $REDIS_PASSWORD INFO memory")]
    [InlineData("redis-cli -a \"$REDIS_PASSWORD\" INFO memory")]
    [InlineData("redis-cli -a <password> INFO memory")]
    [InlineData("curl -s http://localhost:3000/health")]
    [InlineData("mysql -u root -p -e 'show processlist'")]
    [InlineData("password: null, token: none, secret=")]
    [InlineData("CONFIG SET token:* is no pattern; DEL secret:* is")]
    [InlineData("/approve R-12 7c1e2d49")]
    [InlineData("PgBouncer cannot connect to server: SCRAM authentication requires libpq version 10")]
    [InlineData("Missing lock for job 17. moveToFinished")]
    [InlineData("Error: connect ECONNREFUSED 127.0.0.1:6379")]
    [InlineData("used_memory_human:61.20M\r\nmaxmemory_human:64.00M")]
    [InlineData("npm_config_registry=https://registry.npmjs.org/")]
    [InlineData("user www-data on host web-1 uses port 8080")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIE\n-----END CERTIFICATE-----")]
    public void What_is_no_secret_stays_as_it_is(string text) => Assert.Equal(text, Redactor.Clean(text));
}
