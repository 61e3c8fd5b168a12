using IncidentBot.Actions;
using IncidentBot.People;
using IncidentBot.Server.Tests.Chat.Slack.Peers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Commands;

/// <summary>The commands and actions of the whole bot, with one Redis and nothing else configured.</summary>
public sealed class WholeTableTests : IAsyncDisposable
{
    private const string Surplus = "surpluss";

    private readonly WebApplication bot = Bot.Build([$"--Audit:Key={new string('7', 64)}", "--Storage:Sqlite=:memory:"]);

    private CommandReader Commands => bot.Services.GetRequiredService<CommandReader>();

    public ValueTask DisposeAsync() => bot.DisposeAsync();

    [Fact]
    public void Behind_every_action_a_word_too_many_is_refused_by_its_name_or_any_words_are_taken()
    {
        var actions = bot.Services.GetRequiredService<ActionCatalogue>();
        var calls = new ActionCallReader(
            actions,
            new TargetCatalogue([.. actions.All.Select(action => action.Definition.Id.System).Distinct().Select(system => new Target("primary", system, ""))]));

        Assert.All(actions.All.Select(action => action.Definition).Where(definition => definition.Parameters is not [.., { TakesRest: true }]), definition =>
        {
            var words = definition.Parameters.Select(parameter => parameter.Choices is [.., var last] ? last : parameter.Example).Append(Surplus);
            var wrong = Assert.IsType<ActionReading.Wrong>(calls.Read(definition.Id.Value, [.. words], null));

            Assert.Equal($"'{Surplus}' is one argument too many.", wrong.Fault);
            Assert.StartsWith($"Type {ActionCallReader.Usage(definition)}", wrong.Hint, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("/http", "Http")]
    [InlineData("/db", "Databases")]
    [InlineData("/host", "Hosts")]
    [InlineData("/gameday", "GameDay:Enabled")]
    public void A_family_without_a_target_says_where_it_is_configured_and_is_not_offered(string root, string key)
    {
        var family = Commands.All.Where(command => command.Root == root).ToList();

        Assert.NotEmpty(family);
        Assert.All(family, command => Assert.Contains($"the configuration, under {key}: src/", command.NotYet, StringComparison.Ordinal));
        Assert.DoesNotContain(Commands.Offered, command => command.Root == root);
    }

    [Fact]
    public void What_a_kind_of_target_says_of_itself_is_there() => Assert.All(bot.Services.GetServices<TargetKind>(), kind =>
    {
        Assert.Contains(kind.Setting, File.ReadAllText(Path.Combine(NodePackages.Folder, "..", "..", kind.ReadOn)), StringComparison.Ordinal);
        Assert.NotEmpty(kind.Looks);
        Assert.All(kind.Looks, verb => Assert.Contains(
            Commands.All, command => command.Name == $"/{kind.System} {verb}" && command.Needs.HasFlag(Permissions.Observe)));
    });
}
