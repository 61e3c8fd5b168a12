using FsCheck;
using FsCheck.Fluent;

namespace IncidentBot.Redis;

public sealed class RedisUrlTests
{
    [Theory]
    [InlineData("redis://cache.internal", "cache.internal", 6379, false, null, null, 0)]
    [InlineData("redis://cache.internal:6380/3", "cache.internal", 6380, false, null, null, 3)]
    [InlineData("rediss://cache.internal", "cache.internal", 6379, true, null, null, 0)]
    [InlineData("REDISS://Cache.internal/", "Cache.internal", 6379, true, null, null, 0)]
    [InlineData("redis://:pw@host", "host", 6379, false, null, "pw", 0)]
    [InlineData("redis://pw@host", "host", 6379, false, null, "pw", 0)]
    [InlineData("redis://default:pw@host/1", "host", 6379, false, "default", "pw", 1)]
    [InlineData("redis://triage:p%40ss%3A%2F@host:7000", "host", 7000, false, "triage", "p@ss:/", 0)]
    [InlineData("redis://:100%@host", "host", 6379, false, null, "100%", 0)]
    [InlineData("redis://:a@b/c#d?e@host:7000/2", "host", 7000, false, null, "a@b/c#d?e", 2)]
    [InlineData("redis://u:p:w@host", "host", 6379, false, "u", "p:w", 0)]
    [InlineData("redis://[::1]", "::1", 6379, false, null, null, 0)]
    [InlineData("rediss://:pw@[fe80::1]:7001/4", "fe80::1", 7001, true, null, "pw", 4)]
    [InlineData("redis://host?family=6", "host", 6379, false, null, null, 0)]
    [InlineData("redis://host/2?ssl_cert_reqs=none", "host", 6379, false, null, null, 2)]
    [InlineData("redis://host?x=1&db=5", "host", 6379, false, null, null, 5)]
    [InlineData("  redis://host  ", "host", 6379, false, null, null, 0)]
    [InlineData("redis://:@host:6380/1", "host", 6380, false, null, null, 1)]
    [InlineData("redis://default:@host", "host", 6379, false, null, null, 0)]
    [InlineData("redis://host:6380?password=pw&tls=true", "host", 6380, true, null, "pw", 0)]
    [InlineData("redis://host?password=p@s/s", "host", 6379, false, null, "p@s/s", 0)]
    [InlineData("redis://host/2?username=triage&password=pw&ssl=false", "host", 6379, false, "triage", "pw", 2)]
    [InlineData("\"redis://host:6380\"", "host", 6380, false, null, null, 0)]
    [InlineData("'rediss://:pw@host'", "host", 6379, true, null, "pw", 0)]
    [InlineData("cache.internal:6380,password=pw=,ssl=True,abortConnect=False", "cache.internal", 6380, true, null, "pw=", 0)]
    [InlineData("cache.internal,password=pw,ssl=True,sslHost=cache.internal", "cache.internal", 6380, true, null, "pw", 0)]
    [InlineData("cache.internal, user=triage, password=pw, defaultDatabase=3", "cache.internal", 6379, false, "triage", "pw", 3)]
    [InlineData("rediss://:p4ss@ec2-1-2-3-4.compute-1.amazonaws.com:12345", "ec2-1-2-3-4.compute-1.amazonaws.com", 12345, true, null, "p4ss", 0)]
    [InlineData("rediss://default:AX9zASQg@eu1-cool-1.upstash.io:6379", "eu1-cool-1.upstash.io", 6379, true, "default", "AX9zASQg", 0)]
    [InlineData("valkeys://default:AVNS_x@valkey-1.aivencloud.com:12691", "valkey-1.aivencloud.com", 12691, true, "default", "AVNS_x", 0)]
    [InlineData("valkey://10.0.0.7:6379/2", "10.0.0.7", 6379, false, null, null, 2)]
    [InlineData("rediss://default:pw@db-redis-ams3.b.db.ondigitalocean.com:25061", "db-redis-ams3.b.db.ondigitalocean.com", 25061, true, "default", "pw", 0)]
    [InlineData("tls://10.0.0.7:6380?auth=p@w", "10.0.0.7", 6380, true, null, "p@w", 0)]
    [InlineData("tcp://10.0.0.7:6379?database=3", "10.0.0.7", 6379, false, null, null, 3)]
    [InlineData("redis://secret@example.com/13?timeout=5&persistent=1", "example.com", 6379, false, null, "secret", 13)]
    [InlineData("redis://example.com?dbindex=4", "example.com", 6379, false, null, null, 4)]
    [InlineData("jdbc:redis://10.0.0.7:6379/1?user=triage&password=pw", "10.0.0.7", 6379, false, "triage", "pw", 1)]
    [InlineData("redis+ssl://:pw@host:6380", "host", 6380, true, null, "pw", 0)]
    [InlineData("REDIS_URL=redis://host:6380", "host", 6380, false, null, null, 0)]
    [InlineData("export REDIS_URL=\"redis://:pw@host:6380/1\"", "host", 6380, false, null, "pw", 1)]
    [InlineData("spring.data.redis.url: redis://host", "host", 6379, false, null, null, 0)]
    [InlineData("redis-cli -u redis://:pw@host:6380", "host", 6380, false, null, "pw", 0)]
    [InlineData("<redis://host:6380>", "host", 6380, false, null, null, 0)]
    [InlineData("`redis://host:6380`", "host", 6380, false, null, null, 0)]
    [InlineData("\u201Credis://:pw@host:6380\u201D", "host", 6380, false, null, "pw", 0)]
    [InlineData("\"redis://host:6380\",", "host", 6380, false, null, null, 0)]
    [InlineData("redis://host:6380;", "host", 6380, false, null, null, 0)]
    [InlineData("\uFEFFredis://host:6380\r\n", "host", 6380, false, null, null, 0)]
    [InlineData("redis://host:6379/0?ssl_cert_reqs=none&protocol=3", "host", 6379, false, null, null, 0)]
    [InlineData("redis://:p$1d{x}@host", "host", 6379, false, null, "p$1d{x}", 0)]
    [InlineData("redis://:<pw@host", "host", 6379, false, null, "<pw", 0)]
    [InlineData("rediss://cache.internal:6380,password=p@ss:123,abortConnect=False", "cache.internal", 6380, true, null, "p@ss:123", 0)]
    [InlineData("redis://[2001:db8::7]:6380/1", "2001:db8::7", 6380, false, null, null, 1)]
    public void A_url_is_read(string url, string host, int port, bool tls, string? user, string? password, int database) =>
        Assert.Equal(new RedisEndpoint(host, port, tls, user, password, database), RedisEndpoint.Parse(url));

    [Theory]
    [InlineData("unix:///run/redis/redis.sock", "/run/redis/redis.sock", null, null, 0)]
    [InlineData("unix:///run/redis.sock?db=3", "/run/redis.sock", null, null, 3)]
    [InlineData("unix:///run/redis.sock?db=3&username=triage&password=pw", "/run/redis.sock", "triage", "pw", 3)]
    [InlineData("UNIX:///tmp/my%20redis.sock", "/tmp/my redis.sock", null, null, 0)]
    [InlineData("unix://:pw@/run/redis.sock", "/run/redis.sock", null, "pw", 0)]
    [InlineData("unix://pw@/run/redis.sock", "/run/redis.sock", null, "pw", 0)]
    [InlineData("unix://triage:a@b/c@/run/redis.sock?db=1", "/run/redis.sock", "triage", "a@b/c", 1)]
    [InlineData("unix:///run/user@1000/redis.sock", "/run/user@1000/redis.sock", null, null, 0)]
    [InlineData("redis-socket:///run/redis.sock?database=2", "/run/redis.sock", null, null, 2)]
    [InlineData("redis+unix:///run/redis.sock", "/run/redis.sock", null, null, 0)]
    [InlineData("redis:///run/redis.sock?dbindex=2", "/run/redis.sock", null, null, 2)]
    [InlineData("REDIS_URL='unix:///run/redis.sock'", "/run/redis.sock", null, null, 0)]
    [InlineData("redis+socket:///run/redis.sock?virtual_host=0&db=2", "/run/redis.sock", null, null, 2)]
    public void A_url_of_a_unix_socket_is_read(string url, string path, string? user, string? password, int database) => Assert.Equal(
        new RedisEndpoint("localhost", 0, User: user, Password: password, Database: database) { SocketPath = path },
        RedisEndpoint.Parse(url));

    [Fact]
    public void A_path_that_no_system_opens_is_refused() => Assert.Contains(
        "more than 107 bytes", Assert.Throws<FormatException>(() => RedisEndpoint.Parse($"unix:///{new string('x', 107)}")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "start with redis://")]
    [InlineData("localhost:6379", "start with redis://")]
    [InlineData("http://host", "it is a web address")]
    [InlineData("redis://", "host is missing")]
    [InlineData("redis://:secret@", "host is missing")]
    [InlineData("redis://:secret@/3", "host is missing")]
    [InlineData("redis://host:", "port is not a number")]
    [InlineData("redis://host:99999", "port is not a number")]
    [InlineData("redis://host:6379x", "port is not a number")]
    [InlineData("redis://::1", "more than one ':'")]
    [InlineData("redis://[::1", "IPv6 address is not readable")]
    [InlineData("redis://[host]:1", "IPv6 address is not readable")]
    [InlineData("redis://secret:@host", "user but no password")]
    [InlineData("redis://:secret@host/first", "database is not a number")]
    [InlineData("redis://:secret@host/-1", "database is not a number")]
    [InlineData("redis://host/1?db=2", "database is given twice")]
    [InlineData("redis://my host", "blanks")]
    [InlineData("unix://", "missing or not absolute")]
    [InlineData("unix://run/redis.sock", "missing or not absolute")]
    [InlineData("unix://:secret@", "missing or not absolute")]
    [InlineData("unix:///run/", "missing or not absolute")]
    [InlineData("unix://secret:@/run/redis.sock", "user but no password")]
    [InlineData("unix:///run/redis.sock?db=first", "database is not a number")]
    public void A_wrong_url_is_refused_with_what_was_wrong_what_was_expected_and_an_example(string url, string what)
    {
        var refusal = Assert.Throws<FormatException>(() => RedisEndpoint.Parse(url)).Message;

        Assert.Contains(what, refusal, StringComparison.Ordinal);
        Assert.Contains("Expected ", refusal, StringComparison.Ordinal);
        Assert.Contains("Example: redis://", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cache.internal:6380", "redis://cache.internal:6380 (plain) or rediss://cache.internal:6380 (TLS)")]
    [InlineData("secret", "redis:// (plain), rediss:// (TLS) or unix:// (a socket on this machine)")]
    [InlineData("redis://triage:@10.0.0.7:6380", "both, as in redis://user:password@10.0.0.7:6380, or neither")]
    [InlineData("redis://:secret@10.0.0.7:6379,10.0.0.8:6379", "redis://10.0.0.7:6379, and the others under Nodes of the target")]
    [InlineData("redis://:secret@host?password=other", "it before the @, as in redis://:password@host, or as ?password=, not both")]
    [InlineData("redis://host?password=secret&tls=maybe", "rediss:// for TLS, redis:// without")]
    [InlineData("rediss://host?tls=false", "redis:// (plain) or rediss:// (TLS), without tls=")]
    [InlineData(
        "redis+sentinel://:secret@10.0.0.7:26379,10.0.0.8:26379/orders/0",
        "the master's own address in Url, as in redis://:password@host:6379; and beside it MasterName = orders, "
            + "Sentinels:0 = redis://10.0.0.7:26379, Sentinels:1 = redis://10.0.0.8:26379")]
    [InlineData(
        "10.0.0.7:26379,serviceName=orders,password=secret",
        "the master's own address in Url, as in redis://:password@host:6379; and beside it MasterName = orders, Sentinels:0 = redis://10.0.0.7:26379")]
    [InlineData("10.0.0.7,10.0.0.8,password=secret,ssl=true", "rediss://user:password@10.0.0.7:6380, and the others under Nodes of the target")]
    [InlineData(
        "10.0.0.7,ssl=true,password=secret,sslHost=cache.internal",
        "rediss://user:password@10.0.0.7:6380, and TlsServerName of the target = cache.internal")]
    [InlineData("cache.internal,password=secret,ssl=perhaps", "rediss:// for TLS, redis:// without")]
    [InlineData("redis://:secret@10.0.0.7:6379,redis://:secret@10.0.0.8:6379", "redis://10.0.0.7:6379, and the others under Nodes of the target")]
    [InlineData("redis://10.0.0.7:6379;redis://10.0.0.8:6379", "redis://10.0.0.7:6379, and the others under Nodes of the target")]
    [InlineData("10.0.0.7:6379,10.0.0.8:6379,10.0.0.9:6379", "redis://10.0.0.7:6379, and the others under Nodes of the target")]
    [InlineData("10.0.0.7:6379 10.0.0.8:6379", "redis://10.0.0.7:6379, and the others under Nodes of the target")]
    [InlineData("redis:?host[10.0.0.7:6379]&host[10.0.0.8:6379]&redis_cluster=1", "redis://10.0.0.7:6379, and the others under Nodes of the target")]
    [InlineData(
        "redis:?host[10.0.0.7:26379]&host[10.0.0.8:26379]&redis_sentinel=orders&auth=secret",
        "the master's own address in Url, as in redis://:password@host:6379; and beside it MasterName = orders, "
            + "Sentinels:0 = redis://10.0.0.7:26379, Sentinels:1 = redis://10.0.0.8:26379")]
    [InlineData(
        "redis://triage:secret@10.0.0.7:26379?master_name=orders&addr=10.0.0.8:26379",
        "the master's own address in Url, as in redis://:password@host:6379; and beside it MasterName = orders, "
            + "Sentinels:0 = redis://10.0.0.7:26379, Sentinels:1 = redis://10.0.0.8:26379")]
    [InlineData(
        "redis-sentinel://secret@10.0.0.7:26379,10.0.0.8:26379/0#orders",
        "the master's own address in Url, as in redis://:password@host:6379; and beside it MasterName = orders, "
            + "Sentinels:0 = redis://10.0.0.7:26379, Sentinels:1 = redis://10.0.0.8:26379")]
    [InlineData(
        "sentinel://:secret@10.0.0.7:26379;sentinel://:secret@10.0.0.8:26379",
        "the master's own address in Url, as in redis://:password@host:6379; and beside it MasterName = mymaster, "
            + "Sentinels:0 = redis://10.0.0.7:26379, Sentinels:1 = redis://10.0.0.8:26379")]
    [InlineData(
        "spring.redis.sentinel.nodes=10.0.0.7:26379, 10.0.0.8:26379",
        "the master's own address in Url, as in redis://:password@host:6379; and beside it MasterName = mymaster, "
            + "Sentinels:0 = redis://10.0.0.7:26379, Sentinels:1 = redis://10.0.0.8:26379")]
    [InlineData("https://eu1-cool-1.upstash.io", "the address of Redis itself, as in rediss://default:password@eu1-cool-1.upstash.io:6379")]
    [InlineData("redis://2001:db8::7", "host:port, or an IPv6 address in brackets, as in redis://[2001:db8::7]:6379")]
    [InlineData("redis://:${REDIS_PASSWORD}@10.0.0.7:6379", "its value: set it where the bot is started")]
    [InlineData("redis://:${REDIS_PASSWORD:-secret}@10.0.0.7:6379", "its value: set it where the bot is started")]
    [InlineData("redis://default:$(REDIS_PASSWORD)@10.0.0.7:6379", "its value: set it where the bot is started")]
    [InlineData("redis://:$REDIS_PASSWORD@10.0.0.7:6379", "its value: set it where the bot is started")]
    [InlineData("redis://{{ .Values.redis.host }}:6379", "its value: set it where the bot is started")]
    [InlineData("redis://:<password>@10.0.0.7:6379", "its value: set it where the bot is started")]
    [InlineData("%env(resolve:REDIS_URL)%", "its value: set it where the bot is started")]
    [InlineData("${REDIS_URL}", "its value: set it where the bot is started")]
    [InlineData("10.0.0.7,password=${REDIS_PASSWORD},ssl=true", "its value: set it where the bot is started")]
    public void What_other_libraries_write_and_is_not_certain_says_what_to_write_instead_with_the_own_host(string text, string expected)
    {
        var refusal = Assert.Throws<FormatException>(() => RedisEndpoint.Parse(text)).Message;

        Assert.Contains($"Expected {expected}.", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://host", "redis://host:6379")]
    [InlineData("rediss://triage:secret@host/3", "rediss://triage:***@host:6379/3")]
    [InlineData("redis://secret@host", "redis://:***@host:6379")]
    [InlineData("redis://[::1]:7000", "redis://[::1]:7000")]
    [InlineData("unix://triage:secret@/run/redis.sock?db=3", "unix://triage:***@/run/redis.sock?db=3")]
    [InlineData("redis+socket:///run/redis.sock", "unix:///run/redis.sock")]
    public void The_text_form_is_the_url_without_the_password(string url, string text) =>
        Assert.Equal(text, RedisEndpoint.Parse(url).ToString());

    [Fact]
    public void No_password_ever_shows()
    {
        // Long enough not to be part of the rest by chance, with every character people put into passwords, encoded or not.
        var passwords = ArbMap.Default.ArbFor<NonEmptyString>().Generator.Select(text => "s3cr3t" + text.Get);
        // Encoded where it stands alone: unencoded, a colon in it would end a user name, which is shown.
        var forms = Gen.Elements(
            "redis://{1}@host",
            "redis://:{0}@host:1/2",
            "rediss://me:{0}@[::1]?x=y",
            "redis://:{0}@host:wrong",
            "redis://u:{0}@",
            "unix://u:{0}@/run/redis.sock",
            "unix://{1}@/run/redis.sock?db=x",
            "redis//:{0}@h",
            "\"redis://:{0}@host\"",
            "redis://host:6379?password={1}&tls=perhaps",
            "redis://host:6379?password={1}&db=x",
            "redis+sentinel://:{0}@10.0.0.7:26379,10.0.0.8:26379/orders",
            "host,10.0.0.8,password={1},ssl=true",
            "redis://host:6380,password={1},ssl=perhaps",
            "redis://:{1}@10.0.0.7:6379,redis://:{1}@10.0.0.8:6379",
            "redis:?host[10.0.0.7:26379]&redis_sentinel=orders&auth={1}",
            "redis://u:{1}@10.0.0.7:26379?master_name=orders",
            "sentinel://:{1}@10.0.0.7:26379;sentinel://:{1}@10.0.0.8:26379",
            "REDIS_URL=redis://:{1}@host:wrong",
            "https://u:{1}@host",
            "host,password={1},ssl=perhaps",
            "{1}");
        var cases = from password in passwords from form in forms from encoded in Gen.Elements(true, false) select (password, form, encoded);

        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var encoded = Uri.EscapeDataString(sample.password);
            var url = sample.form.Replace("{1}", encoded, StringComparison.Ordinal)
                .Replace("{0}", sample.encoded ? encoded : sample.password, StringComparison.Ordinal);
            string shown;
            try
            {
                var endpoint = RedisEndpoint.Parse(url);
                shown = $"{endpoint} {new { endpoint }}";
            }
            catch (FormatException e)
            {
                shown = e.ToString();
            }

            return !shown.Contains("s3cr3t", StringComparison.OrdinalIgnoreCase);
        }).QuickCheckThrowOnFailure();
    }
}
