using Microsoft.Extensions.Options;

namespace IncidentBot.Runbooks;

/// <summary>Files on a disk: what is added, edited and taken away counts at once.</summary>
public sealed class RunbookFilesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-runbooks-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_change_is_seen_at_the_next_look()
    {
        var files = Files(folder.FullName);
        Assert.Empty(await files.ReadAsync(Ct));

        Write("a.md", "# First\n");
        Assert.Equal([("a.md", "# First\n")], (await files.ReadAsync(Ct)).Select(file => (file.Name, file.Text)));

        Write("a.md", "# Other\n");
        Write("deep/b.md", "# Deep\n");
        Assert.Equal([("a.md", "# Other\n"), ("deep/b.md", "# Deep\n")], (await files.ReadAsync(Ct)).Select(file => (file.Name.Replace('\\', '/'), file.Text)));

        File.Delete(Path.Combine(folder.FullName, "a.md"));
        Assert.Single(await files.ReadAsync(Ct));
    }

    [Fact]
    public async Task A_file_with_the_same_stamp_is_not_read_again()
    {
        Write("a.md", "# First\n");
        var files = Files(folder.FullName);

        Assert.Same(Assert.Single(await files.ReadAsync(Ct)), Assert.Single(await files.ReadAsync(Ct)));
    }

    [Fact]
    public async Task What_cannot_be_read_says_why_and_hides_nothing()
    {
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "a.md"), [0x23, 0x20, 0xE9, 0x0A], Ct);
        Write("b.md", new string('x', (1024 * 1024) + 1));
        Write("c.md", "# Fine\n");
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "d.md"), Path.Combine(folder.FullName, "nowhere"));

        var read = await Files(folder.FullName).ReadAsync(Ct);

        Assert.Equal(["a.md", "b.md", "c.md", "d.md"], read.Select(file => file.Name));
        Assert.StartsWith("The file is not UTF-8", read[0].Trouble, StringComparison.Ordinal);
        Assert.StartsWith("The file is larger than 1 MB", read[1].Trouble, StringComparison.Ordinal);
        Assert.Null(read[2].Trouble);
        Assert.Equal("There is no such file.", read[3].Trouble);
    }

    [Fact]
    public async Task Several_paths_are_read_and_a_folder_that_went_away_is_named()
    {
        Write("one/a.md", "# A\n");
        Write("two.md", "# B\n");
        Write("one/README.md", "# About\n");
        Write("one/notes.txt", "no runbook");

        var read =
            await Files(Path.Combine(folder.FullName, "one"), Path.Combine(folder.FullName, "two.md"), Path.Combine(folder.FullName, "gone")).ReadAsync(Ct);

        // With several paths, a name alone would not say which file is meant.
        Assert.Equal([Path.Combine(folder.FullName, "one", "a.md"), Path.Combine(folder.FullName, "two.md")], read.Take(2).Select(file => file.Name));
        Assert.StartsWith("The folder cannot be read: ", read[2].Trouble, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static RunbookFiles Files(params string[] paths) => new(Options.Create(new RunbookOptions { Path = paths }));

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var before = File.Exists(path) ? File.GetLastWriteTimeUtc(path) : (DateTime?)null;
        File.WriteAllText(path, text);
        if (before is { } stamp)
        {
            // Two writes can fall into one tick of a file system.
            File.SetLastWriteTimeUtc(path, stamp.AddSeconds(1));
        }
    }
}
