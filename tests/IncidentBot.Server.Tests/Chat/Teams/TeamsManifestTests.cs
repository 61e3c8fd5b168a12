using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using IncidentBot.Commands;
using IncidentBot.Server.Tests.Chat.Slack.Peers;
using IncidentBot.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Chat.Teams;

/// <summary><c>manifests/teams</c>: the app as Teams takes it.</summary>
public sealed class TeamsManifestTests
{
    private static readonly string Folder = Path.Combine(NodePackages.Folder, "..", "..", "manifests", "teams");

    private static JsonNode Manifest => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "manifest.json")))!;

    [Fact]
    public async Task It_has_the_shape_that_Microsoft_publishes_and_a_wrong_one_is_found()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var wrong = Wrong().ToList();

        var found = (await NodePeer.AskAsync("teams-manifest.mjs", new[] { Manifest }.Concat(wrong.Select(one => one.Manifest)), patience.Token)).AsArray();

        Assert.True(found[0]!.AsArray().Count == 0, found[0]!.ToJsonString());
        Assert.All(wrong.Zip(found.Skip(1)), pair => Assert.True(pair.Second!.AsArray().Count > 0, $"not found: {pair.First.Name}"));
    }

    [Fact]
    public async Task Every_command_it_offers_is_one_of_the_bots_and_says_what_the_bot_says()
    {
        await using var app = Bot.Build(["--Targets:primary:Url=redis://127.0.0.1:1", $"--Audit:Key={Convert.ToBase64String(new byte[32])}"]);
        var help = app.Services.GetRequiredService<CommandReader>().All.ToDictionary(command => command.Name, command => command.Help);

        Assert.All(Commands(), command => Assert.Equal(
            (command.Title, help.GetValueOrDefault($"/{command.Title}", "no such command")),
            (command.Title, command.Description)));
    }

    [Fact]
    public void People_can_mention_it_type_a_slash_or_talk_to_it_alone()
    {
        var bot = Manifest["bots"]![0]!;

        Assert.True((bool)bot["supportsTargetedMessages"]!);
        Assert.Equal(["team", "groupChat", "personal"], bot["scopes"]!.AsArray().Select(scope => (string)scope!));
        Assert.Equal(["mention", "slash"], bot["commandLists"]![0]!["triggers"]!.AsArray().Select(trigger => (string)trigger!));
    }

    [Theory]
    [InlineData("color", 192)]
    [InlineData("outline", 32)]
    public void Its_icons_have_the_sizes_that_Teams_wants(string icon, int size)
    {
        var png = File.ReadAllBytes(Path.Combine(Folder, (string)Manifest["icons"]![icon]!));

        Assert.Equal("PNG"u8.ToArray(), png[1..4]);
        Assert.Equal((size, size), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
    }

    [Fact]
    public async Task The_package_has_the_app_id_that_was_given_and_nothing_is_left_to_fill_in()
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-package-");
        try
        {
            var file = Path.Combine(folder.FullName, "app.zip");
            Assert.Equal(0, await PackageAsync(FakeTeams.AppId, "https://bot.acme.example", file));

            using var zip = ZipFile.OpenRead(file);
            Assert.Equal(["color.png", "manifest.json", "outline.png"], zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
            using var reader = new StreamReader(zip.GetEntry("manifest.json")!.Open());
            var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain("00000000-0000", text, StringComparison.Ordinal);
            Assert.DoesNotContain("incidentbot.example.com", text, StringComparison.Ordinal);
            Assert.Equal((FakeTeams.AppId, FakeTeams.AppId), ((string?)JsonNode.Parse(text)!["id"], (string?)JsonNode.Parse(text)!["bots"]![0]!["botId"]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("incidentbot")]
    [InlineData("6f2a1c7e-0d43-4a5b-9a59-0c0d5e3f7b21; rm -rf /")]
    public async Task An_app_id_that_is_none_is_refused(string id) => Assert.Equal(2, await PackageAsync(id, "", "/nowhere/app.zip"));

    private static IEnumerable<(string Title, string Description)> Commands() =>
        Manifest["bots"]!
            .AsArray()
            .SelectMany(bot => bot!["commandLists"]!.AsArray())
            .SelectMany(list => list!["commands"]!.AsArray())
            .Select(command => ((string)command!["title"]!, (string)command["description"]!));

    private static async Task<int> PackageAsync(params string[] args)
    {
        using var script = Process.Start(
            new ProcessStartInfo("bash", [Path.Combine(Folder, "package.sh"), .. args]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = await Task.WhenAll(script.StandardError.ReadToEndAsync(), script.StandardOutput.ReadToEndAsync());
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Concat(said));
        return script.ExitCode;
    }

    private static IEnumerable<(string Name, JsonNode Manifest)> Wrong()
    {
        yield return ("13 commands", Changed(manifest => manifest["bots"]![0]!["commandLists"]![0]!["commands"] =
            new JsonArray([.. Enumerable.Range(0, 13).Select(n => new JsonObject { ["title"] = $"c{n}" })])));
        yield return ("a trigger that there is not", Changed(manifest => manifest["bots"]![0]!["commandLists"]![0]!["triggers"] = new JsonArray("shout")));
        yield return ("a scope that there is not", Changed(manifest => manifest["bots"]![0]!["scopes"] = new JsonArray("chat")));
        yield return ("a name that is too long", Changed(manifest => manifest["name"]!["short"] = new string('x', 31)));
        yield return ("a property that there is not", Changed(manifest => manifest["bot"] = "x"));
        yield return ("no id", Changed(manifest => manifest["id"] = "incidentbot"));
        yield return ("no icons", Changed(manifest => manifest.AsObject().Remove("icons")));
    }

    private static JsonNode Changed(Action<JsonNode> change)
    {
        var manifest = Manifest;
        change(manifest);
        return manifest;
    }
}
