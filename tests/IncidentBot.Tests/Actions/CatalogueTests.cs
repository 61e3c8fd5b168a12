using IncidentBot.Actions;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Actions;

public sealed class CatalogueTests
{
    private static readonly TargetCatalogue Targets =
        new([
            new Target("web", "http", "web"),
            new Target("analytics", "redis", "10.0.0.3"),
            new Target("Primary", "redis", "10.0.0.1"),
            new Target("sessions", "redis", "10.0.0.2"),
            new Target("app1", "host", "app1"),
            new Target("app2", "host", "app2"),
        ]);

    [Fact]
    public void Actions_are_listed_by_name_and_found_in_any_case()
    {
        var ping = new FakeRead("redis.ping");
        var catalogue = new ActionCatalogue([ping, new FakeRead("queue.depth")]);

        Assert.Equal(["queue.depth", "redis.ping"], catalogue.All.Select(action => action.Definition.Id.Value));
        Assert.Same(ping, catalogue.Find("Redis.PING"));
        Assert.Null(catalogue.Find("redis"));
        Assert.Null(catalogue.Find(""));
    }

    [Fact]
    public void Two_actions_cannot_share_an_id() =>
        Assert.Throws<ArgumentException>(() => new ActionCatalogue([new FakeRead("redis.ping"), new FakeRead("redis.Ping")]));

    [Fact]
    public void An_id_is_its_system_and_its_verb()
    {
        var id = new ActionId("redis.clear-cache");

        Assert.Equal(("redis", "clear-cache", "redis.clear-cache"), (id.System, id.Verb, $"{id}"));
    }

    [Theory]
    [InlineData("redis", "primary", "Primary")]
    [InlineData("redis", "Sessions", "sessions")]
    [InlineData("redis", "web", null)]
    [InlineData("http", "web", "web")]
    [InlineData("redis", "", null)]
    public void A_target_is_found_within_its_system(string system, string name, string? found) => Assert.Equal(found, Targets.Find(system, name)?.Name);

    [Theory]
    [InlineData("redis", "Primary")]
    [InlineData("http", "web")]
    [InlineData("queue", null)]
    [InlineData("host", null)]
    public void Where_none_is_named_the_primary_is_meant_or_the_only_one(string system, string? name) => Assert.Equal(name, Targets.DefaultFor(system)?.Name);

    [Fact]
    public void What_takes_the_first_of_them_takes_the_primary() =>
        Assert.Equal(["web", "Primary", "analytics", "sessions", "app1", "app2"], Targets.All.Select(target => target.Name));
}
