using System.Text.Json;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Reporting.Summaries;

/// <summary>
/// The three lengths of every played incident, as files beside this one to be read by people. <c>UPDATE_GOLDEN=1</c> writes them anew:
/// then read what has changed before it is kept.
/// </summary>
public sealed class GoldenSummaryTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "IncidentBot.Tests", "Reporting", "Summaries", "Golden");

    public static TheoryData<string, SummaryLength> All
    {
        get
        {
            var all = new TheoryData<string, SummaryLength>();
            foreach (var name in Played.All.Keys)
            {
                foreach (var length in Enum.GetValues<SummaryLength>())
                {
                    all.Add(name, length);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Reads_as_it_was_read_and_kept(string name, SummaryLength length)
    {
        var text = DocumentMarkdown.Render(await WriteAsync(name, length));
        var path = Path.Combine(Folder, $"{name}.{length.ToString().ToLowerInvariant()}.md");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Folder);
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), text);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task No_sentence_is_without_an_event_that_exists(string name, SummaryLength length)
    {
        var played = await Played.OfAsync(name);
        var document = Write(played, length);
        var known = played.Room.Timeline.Select(entry => entry.Sequence).ToHashSet();
        Assert.NotEmpty(document.Sentences);
        Assert.All(document.Sentences, sentence => Assert.NotEmpty(sentence.Events));
        Assert.All(document.Sentences.SelectMany(sentence => sentence.Events), number => Assert.Contains(number, known));
        Assert.All(document.Sentences, sentence => Assert.DoesNotContain("..", sentence.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_headline_fits_a_phone_with_every_moment_at_its_longest()
    {
        foreach (var name in Played.All.Keys)
        {
            var sentence = Assert.Single((await WriteAsync(name, SummaryLength.Headline)).Sentences);
            Assert.InRange(Moment.Replace(sentence.Text, at => Moment.Utc(at, hasDay: true)).Length, 1, 180);
        }
    }

    [Fact]
    public async Task What_nobody_measured_and_nobody_said_is_no_cause()
    {
        var played = new Played();
        played.Room.Diagnose.Report = new("primary is well", Healthy: true);
        await played.Rig.TypeAsync(Some.Ada, "/incident open P1 Checkout fails");
        await played.Room.CarryOutAsync();
        foreach (var length in new[] { SummaryLength.Executive, SummaryLength.PostMortem })
        {
            var document = Write(played, length);
            var why = document.Sections.Single(section => section.Heading == "Why");
            Assert.Equal(["None was found. What was read was well: /redis diagnose on primary."], why.Sentences.Select(sentence => sentence.Text));
            Assert.Null(document.Find(PostMortemParts.Conditions));
        }
    }

    [Fact]
    public async Task Half_a_page_stays_half_a_page_and_counts_what_has_no_room()
    {
        var played = await Played.OfAsync("open");
        foreach (var number in Enumerable.Range(1, 9))
        {
            await played.Rig.TypeAsync(Some.Ada, $"/incident task INC-1 mend part {number}");
        }

        var next = Write(played, SummaryLength.Executive).Find("next")!.Sentences;

        Assert.Equal(6, next.Count);
        Assert.Equal("4 more: /incident summary INC-1 postmortem.", next[^1].Text);
        Assert.Equal(4, next[^1].Events.Count);
    }

    [Fact]
    public async Task Json_has_every_sentence_with_its_events_and_what_is_new_since_the_last_posted_version()
    {
        var document = await WriteAsync("repaired", SummaryLength.PostMortem);
        using var json = JsonDocument.Parse(DocumentJson.Render(document));
        var sentences = json.RootElement.GetProperty("sections").EnumerateArray()
            .SelectMany(section => section.GetProperty("sentences").EnumerateArray())
            .ToList();
        Assert.Equal(document.Sentences.Count(), sentences.Count);
        Assert.Equal(2, json.RootElement.GetProperty("postedVersion").GetProperty("version").GetInt32());
        Assert.Equal(
            ["Ada: learned: the runbook was out of date.", "Ada: learned: the runbook was out of date."],
            sentences.Where(sentence => sentence.GetProperty("new").GetBoolean()).Select(sentence => sentence.GetProperty("text").GetString()!)
                .Select(text => text[text.IndexOf("Ada", StringComparison.Ordinal)..]));
    }

    internal static SummaryDocument Write(Played played, SummaryLength length)
    {
        var room = played.Room;
        var runs = room.Store.Runs.OfIncidentAsync(room.Incident.Id, default).Result;
        return new SummaryWriter(Some.People).Write(length, new SummaryFacts(room.Incident, room.Timeline, runs, room.Time.GetUtcNow()));
    }

    private static async Task<SummaryDocument> WriteAsync(string name, SummaryLength length) => Write(await Played.OfAsync(name), length);
}
