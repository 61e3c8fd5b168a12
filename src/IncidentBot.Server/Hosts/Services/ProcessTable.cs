using System.Globalization;

namespace IncidentBot.Hosts.Services;

/// <summary>
/// The processes of a host by ps(1), and which belong together by their parents. Names are never matched: <c>grep worker</c>
/// finds kworker and itself.
/// </summary>
internal sealed record ProcessTable(IReadOnlyList<ProcessRow> Rows)
{
    public static async Task<ProcessTable> ReadAsync(HostShell shell, ManagedHost host, CancellationToken ct)
    {
        var listed = await shell.ReadAsync(
            host,
            HostTask.Of("ps", "-e", "-ww", "-o", "pid=,ppid=,etimes=,rss=,stat=,args=") with { MaxCharacters = 8 * 1024 * 1024 },
            ct);
        return new ProcessTable([.. listed.Lines.Select(Read).OfType<ProcessRow>()]);
    }

    /// <summary>These and all their descendants.</summary>
    public IReadOnlyList<ProcessRow> TreeOf(IEnumerable<int> roots)
    {
        var wanted = roots.ToHashSet();

        // Children can be listed before their parents: process ids start again from low ones.
        int known;
        do
        {
            known = wanted.Count;
            wanted.UnionWith([.. Rows.Where(row => wanted.Contains(row.Parent)).Select(row => row.Pid)]);
        }
        while (wanted.Count > known);

        return [.. Rows.Where(row => wanted.Contains(row.Pid))];
    }

    public ProcessRow? Find(int pid) => Rows.FirstOrDefault(row => row.Pid == pid);

    private static ProcessRow? Read(string line)
    {
        var parts = line.Split((char[]?)null, 6, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 6
            && Number(parts[0]) is { } pid
            && Number(parts[1]) is { } parent
            && Number(parts[2]) is { } age
            && Number(parts[3]) is { } memory
            ? new ProcessRow((int)pid, (int)parent, TimeSpan.FromSeconds(age), memory * 1024, parts[4], parts[5])
            : null;
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <param name="State">As ps writes it: Z is dead and not yet collected, D waits for a disk and cannot be killed.</param>
internal sealed record ProcessRow(int Pid, int Parent, TimeSpan Age, long MemoryBytes, string State, string Command);
