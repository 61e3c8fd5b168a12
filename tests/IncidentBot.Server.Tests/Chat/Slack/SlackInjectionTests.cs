using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Chat.Slack;
using IncidentBot.Chat.Slack.Rooms;
using IncidentBot.Chat.Slack.Views;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Targets;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>Whatever people and payloads say, it mentions nobody and formats nothing, on any surface.</summary>
public sealed partial class SlackInjectionTests
{
    private static readonly Gen<string> Hostile = Gen.Frequency(
        (3, Gen.ListOf(Gen.Elements(
            "<!channel>", "<!here>", "<@U0ALICE>", "<#C0INCIDENTS>", "<!subteam^S1>", "<https://evil.example|click>",
            "&lt;!channel&gt;", "&", "<", ">", "|", "*", "_", "`", "```", "\n", "\0", "\u202e", "\ud83d", "word", " ",
            "<t:1795323985>", "<p:slack:T:!channel|x>", "<p:x")).Select(string.Concat)),
        (1, Gen.Elements("", " ", new string('x', 400), new string('&', 400), string.Concat(Enumerable.Repeat("<!channel>", 60)))));

    [Fact]
    public void A_topic_and_a_purpose_hold_only_escaped_text_within_Slacks_limit() => Prop.ForAll(Arb.From(Hostile), title =>
    {
        var incident = Named(title);
        foreach (var text in (string[])[SlackRoomFurniture.TopicOf(incident), SlackRoomMaker.PurposeOf(incident)])
        {
            Assert.InRange(text.Length, 1, 250);
            Assert.Matches(OnlyEntities(), text);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_channels_name_is_one_that_Slack_takes() => Prop.ForAll(Arb.From(Hostile), title =>
    {
        var names = SlackRoomName.Candidates(42, title);

        Assert.All(names, name => Assert.Matches("^[a-z0-9-]{1,80}$", name));
        Assert.Equal(names.Distinct(), names);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_form_is_a_view_that_Slack_takes_and_formats_nothing_of_what_people_wrote() => Prop.ForAll(Arb.From(Gen.Two(Hostile)), pair =>
    {
        var (text, other) = pair;
        var form = new Form("Approve " + text, "Approve", "/approve R-1 7c1e2d49",
        [
            new FormField.Text("title", "What? " + text, 120) { Hint = "Hint " + other },
            new FormField.Choice("target", "Which? " + other, [new FormOption("primary", "Target " + text)]),
            new FormField.Tick("read", "Your approval", "Read: " + other),
        ])
        {
            About = new Card(text)
            {
                Blocks = [new CardBlock.Text(other), new CardBlock.Fields([new CardField(text, other)]), new CardBlock.Lines([text, other])],
            },
        };
        var view = JsonSerializer.SerializeToNode(
            FormView.Render(form, BlockKit.Render(form.About!).Blocks, new FormOrigin("C0INCIDENTS", null)),
            SlackJson.Options)!;
        view["private_metadata"] = "";

        Assert.Empty(FakeSlackViews.Problems(view, "modal"));
        Assert.All(Formatted(view), mrkdwn => Assert.Matches(OnlyEntities(), OwnMarkup().Replace(mrkdwn, "")));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_a_form_asked_for_comes_back_as_it_went() => Prop.ForAll(Arb.From(Hostile), text =>
    {
        var form = new Form("Note", "Add", "/incident note INC-7 {text}", [new FormField.Text("text", "What " + text[..Math.Min(50, text.Length)], 1000)]);

        var read = FormOrigin.Read(new FormOrigin("C0INCIDENTS", "https://hooks.slack.com/x").Write(form));

        Assert.Equal(
            "/incident note INC-7 it is back",
            Assert.IsType<FormReading.Complete>(read!.Value.Form.Read(new Dictionary<string, string> { ["text"] = "it is back" })).Command);
        Assert.Equal("https://hooks.slack.com/x", read.Value.Origin.Ticket);
    }).QuickCheckThrowOnFailure();

    private static Incident Named(string title) => new()
    {
        Id = new IncidentId(Guid.Empty),
        Number = 42,
        Title = title,
        Severity = Severity.P0,
        Target = new TargetRef("redis", "primary"),
        Channel = new ChannelRef("slack", FakeSlack.Team, FakeSlack.Channel),
        OpenedBy = new PersonId("ada"),
        OpenedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    private static IEnumerable<string> Formatted(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Formatted),
        JsonObject thing when (string?)thing["type"] == "mrkdwn" => [(string)thing["text"]!],
        JsonObject thing => thing.SelectMany(property => Formatted(property.Value)),
        _ => [],
    };

    /// <summary>No angle bracket, and no ampersand that begins anything but one of the three entities.</summary>
    [GeneratedRegex("^(?:[^<>&]|&(?:amp|lt|gt);)*$", RegexOptions.Singleline)]
    private static partial Regex OnlyEntities();

    /// <summary>Times, and addresses shown as they are.</summary>
    [GeneratedRegex(@"<!date\^[0-9]+\^(?:\{date_short\} )?\{time_secs\}\|[0-9A-Za-z: ]+ UTC>|<https?://[^<>|]+>")]
    private static partial Regex OwnMarkup();
}
