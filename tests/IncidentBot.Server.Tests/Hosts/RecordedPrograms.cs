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

    private string Path => System.IO.Path.Combine(folder, "bin");

    /// <param name="answer">What it does then, in shell.</param>
    public RecordedPrograms With(string program, string answer = "")
    {
        var file = System.IO.Path.Combine(Path, program);

        // A NUL after each word and a line end after each call; printf writes words as they are.
        File.WriteAllText(file, $"#!/bin/sh\n{{ printf '%s\\0' {program} \"$@\"; printf '\\n\\0'; }} >> '{folder}/calls'\n{answer}\n");
        MakeExecutable(file);
        return this;
    }

    public static void MakeExecutable(string file)
    {
        // A program on Windows needs no leave to run; the analyzer asks.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
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
