using System.Text.Json;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Reporting.Summaries;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Commands;

public sealed class SummaryCommandTests
{
    [Theory]
    [InlineData("", "INC-1 summary\n")]
    [InlineData("headline", "INC-1 headline\nINC-1 P0 ")]
    [InlineData("executive", "INC-1 executive summary\nCheckout fails (primary): repaired after ")]
    [InlineData("postmortem", "INC-1 post-mortem\nCheckout fails (primary): repaired after ")]
    [InlineData("Executive.", "INC-1 executive summary\n")]
    public async Task Each_length_is_asked_for_by_its_name_and_the_usual_one_by_none(string length, string answer)
    {
        var played = await Played.OfAsync("repaired");

        Assert.StartsWith(answer, await played.Rig.TypeAsync(Some.Olga, $"/incident summary INC-1 {length}"));
    }

    [Theory]
    [InlineData("markdown", "inc-1-post-mortem.md", "text/markdown")]
    [InlineData("html", "inc-1-post-mortem.html", "text/html")]
    [InlineData("json", "inc-1-post-mortem.json", "application/json")]
    [InlineData("executive markdown", "inc-1-executive-summary.md", "text/markdown")]
    [InlineData("headline json", "inc-1-headline.json", "application/json")]
    public async Task A_form_is_a_file_and_of_the_post_mortem_where_no_length_is_named(string form, string name, string type)
    {
        var played = await Played.OfAsync("repaired");

        var card = await played.Rig.CardForAsync(Some.Olga, $"/incident summary INC-1 {form}");

        var file = Assert.IsType<CardBlock.File>(Assert.Single(card.Blocks));
        Assert.Equal((name, type), (file.Name, file.MediaType));
        Assert.Contains("INC-1", file.Content, StringComparison.Ordinal);
        Assert.Equal(form == "html", file.Instead is not null);
    }

    [Theory]
    [InlineData("hostile")]
    [InlineData("repaired")]
    public async Task What_is_masked_in_the_facts_leaves_a_file_for_programs_whole(string name)
    {
        var played = await Played.OfAsync(name);

        var card = await played.Rig.CardForAsync(Some.Ada, "/incident summary INC-1 json");

        using var json = JsonDocument.Parse(Assert.IsType<CardBlock.File>(Assert.Single(card.Blocks)).Content);
        Assert.Equal(played.Room.Incident.Title, json.RootElement.GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_word_that_is_neither_is_refused()
    {
        var played = await Played.OfAsync("open");

        Assert.StartsWith("'pdf' is one argument too many.", await played.Rig.TypeAsync(Some.Ada, "/incident summary INC-1 pdf"));
    }

    [Fact]
    public async Task Of_a_private_incident_others_get_no_summary_of_any_length()
    {
        var played = await Played.OfAsync("private");
        foreach (var words in new[] { "", "headline", "executive", "postmortem", "html", "json" })
        {
            Assert.StartsWith("There is no INC-1.", await played.Rig.TypeAsync(Some.Olga, $"/incident summary INC-1 {words}"));
        }

        Assert.StartsWith("There is no INC-1.", await played.Rig.TypeAsync(Some.Olga, "/incident learned INC-1 nothing"));
    }

    [Fact]
    public async Task Whoever_saw_something_says_so_after_the_end_too_and_it_can_be_said_better()
    {
        var rig = await new ChatRig().InAsync(IncidentState.Closed);

        Assert.StartsWith("Noted for the post-mortem of INC-1", await rig.TypeAsync(Some.Olga, "/incident learned INC-1 lucky it was night"));
        Assert.Equal(new TimelineEvent.Learned(LearnedKind.Lucky, "it was night"), rig.Room.Timeline[^1].What);
        await rig.TypeAsync(Some.Ada, $"/incident correct INC-1 e{rig.Room.Timeline[^1].Sequence} it was Sunday");

        Assert.Contains("Olga: was luck: it was Sunday. [", await SectionAsync(rig), StringComparison.Ordinal);
        await rig.TypeAsync(Some.Ada, $"/incident strike INC-1 e{rig.Room.Timeline[^1].Sequence - 1} it was Monday");
        Assert.DoesNotContain("What people learned", await SectionAsync(rig), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lesson_without_words_is_refused()
    {
        var rig = await new ChatRig().InAsync(IncidentState.Mitigating);

        Assert.StartsWith("What is to be learned of it is missing.", await rig.TypeAsync(Some.Ada, "/incident learned went-well"));
    }

    private static Task<string> SectionAsync(ChatRig rig) => rig.TypeAsync(Some.Olga, "/incident summary INC-1 postmortem");
}
