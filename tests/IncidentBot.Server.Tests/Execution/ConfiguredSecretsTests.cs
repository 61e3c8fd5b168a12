using IncidentBot.Databases;
using IncidentBot.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Execution;

/// <summary>What the configuration holds that nobody may read, and what looks like it and is not.</summary>
public sealed class ConfiguredSecretsTests
{
    [Theory]
    [InlineData("Targets:primary:Url", "redis://bot:s3cret%2Fword@redis:6379/0", "s3cret%2Fword s3cret/word")]
    [InlineData("Targets:primary:Url", "redis://:s3cret@redis", "s3cret")]
    [InlineData("Targets:primary:Url", "redis://s3cret@redis", "s3cret")]
    [InlineData("Targets:primary:Url", "redis://bot:s3cret@x;y2@redis", "s3cret@x;y2")]
    [InlineData("Targets:primary:Sentinels:0", "redis://:s3cret@sentinel:26379", "s3cret")]
    [InlineData("Databases:main:ConnectionString", "Host=db;Password=s3cret@word;Port=5432", "s3cret@word")]
    [InlineData("Databases:main:ConnectionString", "Host=db;PWD='s3cret'", "s3cret")]
    [InlineData("Databases:main:ConnectionString", "Host=db;Password=\"s3cret;semi\";Port=5432", "s3cret;semi")]
    [InlineData("Storage:Postgres", "Host=db;Username=bot;Password=s3cret", "s3cret")]
    [InlineData("Some:Cache", "cache:6379,password=s3cret", "s3cret")]
    [InlineData("Http:api:Token", "s3cret", "s3cret")]
    [InlineData("Http:api:TestToken", "s3cret", "s3cret")]
    [InlineData("Slack:SigningSecret", "s3cret", "s3cret")]
    [InlineData("Teams:ClientSecret", "s3cret", "s3cret")]
    [InlineData("Audit:Key", "s3cret", "s3cret")]
    [InlineData("Http:api:BaseUrl", "https://api.internal:8443/v1/", "")]
    [InlineData("Urls", "http://127.0.0.1:8080", "")]
    [InlineData("PWD", "/srv/incidentbot", "")]
    [InlineData("OLDPWD", "/root", "")]
    [InlineData("Targets:primary:Url", "redis://redis:6379/0", "")]
    [InlineData("Some:Git", "ssh://git@host/repository", "")]
    [InlineData("Http:api:Endpoints:content:TokenName", "Test", "")]
    public void They_are_found_by_name_and_by_shape(string setting, string value, string secrets)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(setting, (string?)value)]).Build();

        Assert.Equal(secrets.Split(' ', StringSplitOptions.RemoveEmptyEntries), ConfiguredSecrets.In(configuration).Distinct());
    }

    /// <summary>As the redactor of the running bot is made: by what each part has read of its own settings.</summary>
    [Theory]
    [InlineData("Targets:lone:Url", "redis://CANARYlone1@127.0.0.1", "CANARYlone1")]
    [InlineData("Targets:at:Url", "redis://bot:CANARYat@x;y2@127.0.0.1", "CANARYat@x;y2")]
    [InlineData("Targets:at:Url", "redis://bot:CANARY%40enc%3B@127.0.0.1", "CANARY@enc;", "CANARY%40enc%3B")]
    [InlineData("Targets:at:Url", "redis://bot:CANARY\"@127.0.0.1", "CANARY\"", "CANARY%22", "CANARY\\u0022")]
    [InlineData("REDIS_URL", "rediss://CANARYurl@127.0.0.1", "CANARYurl")]
    [InlineData("Databases:main:ConnectionString", "Host=db;Username=bot;Password=\"CANARYpg;semi\"", "CANARYpg;semi")]
    public void A_password_is_known_as_it_is_sent_and_in_every_way_it_is_written(string setting, string value, params string[] shown)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(setting, (string?)value)]).Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddExecution()
            .AddRedis()
            .AddDatabases()
            .BuildServiceProvider();
        var redactor = services.GetRequiredService<Redactor>();

        Assert.All(shown, secret => Assert.Equal("it is [redacted] in the file", redactor.Clean($"it is {secret} in the file")));
    }
}
