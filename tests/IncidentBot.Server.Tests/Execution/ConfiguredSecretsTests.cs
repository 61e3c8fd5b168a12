using Microsoft.Extensions.Configuration;

namespace IncidentBot.Execution;

/// <summary>What the configuration holds that nobody may read, and what looks like it and is not.</summary>
public sealed class ConfiguredSecretsTests
{
    [Theory]
    [InlineData("Targets:primary:Url", "redis://bot:s3cret%2Fword@redis:6379/0", "s3cret%2Fword s3cret/word")]
    [InlineData("Targets:primary:Url", "redis://:s3cret@redis", "s3cret")]
    [InlineData("Databases:main:ConnectionString", "Host=db;Password=s3cret@word;Port=5432", "s3cret@word")]
    [InlineData("Databases:main:ConnectionString", "Host=db;PWD='s3cret'", "s3cret")]
    [InlineData("Http:api:Token", "s3cret", "s3cret")]
    [InlineData("Http:api:TestToken", "s3cret", "s3cret")]
    [InlineData("Http:api:BaseUrl", "https://api.internal:8443/v1/", "")]
    [InlineData("Urls", "http://127.0.0.1:8080", "")]
    [InlineData("Targets:primary:Url", "redis://redis:6379/0", "")]
    [InlineData("Http:api:Endpoints:content:TokenName", "Test", "")]
    public void They_are_found_by_name_and_by_shape(string setting, string value, string secrets)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(setting, (string?)value)]).Build();

        Assert.Equal(secrets.Split(' ', StringSplitOptions.RemoveEmptyEntries), ConfiguredSecrets.In(configuration).Distinct());
    }
}
