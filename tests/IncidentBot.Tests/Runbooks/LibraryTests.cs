using IncidentBot.Actions;
using IncidentBot.Runbooks;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Runbooks;

public sealed class LibraryTests
{
    private readonly InMemoryRunbookFiles files = new();
    private readonly RunbookLibrary library;

    public LibraryTests() => library = new RunbookLibrary(files, new RunbookReader(new ActionCatalogue([new FakeRead("redis.ping")]), new TargetCatalogue([])));

    [Fact]
    public async Task What_is_added_edited_or_taken_away_counts_at_once()
    {
        Assert.Empty((await library.OpenAsync(default)).Runbooks);
        files.Texts["a.md"] = "# First\n";
        Assert.Equal("First", (await library.OpenAsync(default)).Find("A")!.Title);
        files.Texts["a.md"] = "# Second\n";
        Assert.Equal("Second", (await library.OpenAsync(default)).Find("a")!.Title);
        files.Texts.Clear();
        Assert.Null((await library.OpenAsync(default)).Find("a"));
    }

    [Fact]
    public async Task A_file_that_has_not_changed_is_not_read_twice()
    {
        files.Texts["a.md"] = "# First\n";

        Assert.Same((await library.OpenAsync(default)).Find("a"), (await library.OpenAsync(default)).Find("a"));
    }

    [Fact]
    public async Task A_broken_file_hides_no_other()
    {
        files.Texts["a.md"] = "---\nid: [\n---\n# Broken\n";
        files.Texts["b.md"] = "# Fine\n";
        files.Trouble["c.md"] = "The file is not UTF-8.";

        var shelf = await library.OpenAsync(default);

        Assert.Equal(["a", "b"], shelf.Runbooks.Select(runbook => runbook.Id));
        Assert.Equal(2, shelf.Faults.Count);
        Assert.StartsWith("a.md:", shelf.Faults[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("c.md:1: The file is not UTF-8. Until then it cannot be used.", shelf.Faults[1].ToString());
    }

    [Fact]
    public async Task Of_two_files_with_one_id_the_first_is_used_and_the_second_named()
    {
        files.Texts["a.md"] = "---\nid: redis\n---\n# First\n";
        files.Texts["b.md"] = "---\nid: redis\n---\n# Second\n";

        var shelf = await library.OpenAsync(default);

        Assert.Equal("First", Assert.Single(shelf.Runbooks).Title);
        Assert.Equal(
            "b.md:1: The id redis is that of a.md too, and only that one can be used. Give one of them another id in its front matter.",
            Assert.Single(shelf.Faults).ToString());
    }
}
