namespace IncidentBot.Hosts;

/// <summary>Programs on a PATH of the test's own that write down, byte for byte, what they were called with.</summary>
internal sealed class RecordedPrograms
{
    private readonly string folder;

    public RecordedPrograms(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(Path);
    }

    public string Path => System.IO.Path.Combine(folder, "bin");

    /// <summary>The settings that put them first.</summary>
    public string Setting => $"Environment:PATH={Path}:/usr/bin:/bin";

    /// <param name="answer">What it does then, in shell.</param>
    public RecordedPrograms With(string program, string answer = "")
    {
        var file = System.IO.Path.Combine(Path, program);

        // NUL between words, an empty line's worth of it between calls; printf writes words as they are.
        File.WriteAllText(file, $"#!/bin/sh\n{{ printf '%s\\0' {program} \"$@\"; printf '\\n\\0'; }} >> '{folder}/calls'\n{answer}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>Every call so far, with the program's name as its first word.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Calls
    {
        get
        {
            var file = System.IO.Path.Combine(folder, "calls");
            var calls = new List<IReadOnlyList<string>>();
            var call = new List<string>();
            foreach (var word in File.Exists(file) ? File.ReadAllText(file).Split('\0')[..^1] : [])
            {
                if (word == "\n")
                {
                    calls.Add([.. call]);
                    call.Clear();
                }
                else
                {
                    call.Add(word);
                }
            }

            return calls;
        }
    }

    public IReadOnlyList<string> Lines => [.. Calls.Select(call => string.Join(' ', call))];

    public void Forget() => File.Delete(System.IO.Path.Combine(folder, "calls"));
}
