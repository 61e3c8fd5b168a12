namespace IncidentBot.Runbooks.Rules;

/// <summary>Programs that run another program: what counts is that one.</summary>
internal sealed class Wrappers : ICommandFamily
{
    private static readonly string[] SshOptions = ["-i", "-p", "-l", "-o", "-F", "-J", "-L", "-R", "-D", "-E", "-W", "-b", "-c", "-m"];

    public IReadOnlyList<string> Programs { get; } =
    [
        "unbuffer", "proxychains", "sudo", "doas", "env", "nohup", "nice", "ionice", "timeout", "watch", "time", "command", "exec", "ssh", "bash", "sh",
        "zsh", "dash", "ksh", "ash", "fish", "eval", "su", "runuser", "flock", "chroot", "nsenter", "systemd-run", "busybox",
        "setsid", "stdbuf", "strace", "bundle", "poetry", "pipenv", "uv", "npx", "pnpx", "xargs",
    ];

    public Verdict Read(Invocation call, Rulebook rules) => call.Program switch
    {
        "ssh" => Ssh(call, rules),
        "bash" or "sh" or "zsh" or "dash" or "ksh" or "ash" or "fish" => ShellOf(call, rules),
        "eval" => rules.ReadScript(string.Join(' ', call.Arguments), call.Input),
        "su" or "runuser" when call.Arguments.SkipWhile(word => word.Value != "-c").ElementAtOrDefault(1) is { } script =>
            rules.ReadScript(script.Value, call.Input),
        "runuser" => rules.ReadRest(call, call.FirstOperand("-u", "-g")),
        "su" => call.Input is { } typed ? Fed(typed, rules)
            : Verdict.Nothing("It changes who types the commands that follow."),
        "watch" => rules.ReadScript(string.Join(' ', call.Arguments.Skip(call.FirstOperand("-n", "--interval"))), call.Input)
            .And("watch repeats it without end; ask again instead."),
        "timeout" => rules.ReadRest(call, call.FirstOperand("-s", "-k", "--signal", "--kill-after") + 1),
        "env" => Env(call, rules),
        "sudo" when call.FirstOperand("-u", "-g") >= call.Arguments.Count => call.Input is { } typed
            ? Fed(typed, rules)
            : Verdict.Nothing("It changes who types the commands that follow."),
        "flock" when call.Has("-c") => ShellOf(call, rules),
        "flock" => rules.ReadRest(call, call.FirstOperand("-w", "-E") + 1),
        "chroot" => rules.ReadRest(call, call.FirstOperand() + 1),
        "nsenter" => rules.ReadRest(call, call.FirstOperand("-t", "--target")),
        "systemd-run" => rules.ReadRest(call, call.FirstOperand("-p", "--property", "-u", "--unit", "--on-calendar", "--on-active")),
        "busybox" => rules.ReadRest(call, 0),
        "bundle" or "poetry" or "pipenv" or "uv" =>
            call.Arguments is [{ Value: "exec" or "run" }, _, ..] ? rules.ReadRest(call, 1) : Interpreters.OwnCode(call.Program),
        "nice" => rules.ReadRest(call, call.FirstOperand("-n")),
        "ionice" => rules.ReadRest(call, call.FirstOperand("-c", "-n")),
        "strace" => Verdict.Manual("done by a person on the host", "It slows the process that it watches to a crawl."),
        "xargs" => Verdict.Unknown("What xargs is given is not in the runbook."),
        _ => rules.ReadRest(call, call.FirstOperand("-u", "-g", "-h", "-p", "-C", "-a")),
    };

    private static Verdict Ssh(Invocation call, Rulebook rules)
    {
        var host = call.FirstOperand(SshOptions);
        var handed = call.Arguments.Skip(host + 1).SkipWhile(word => word.Value == "--").ToList();
        if (handed.Count > 0)
        {
            return rules.At(Place.OfHost(call.Arguments[host].Value), () => rules.ReadScript(string.Join(' ', handed), call.Input));
        }

        return call.Input is { } script
            ? rules.At(Place.OfHost(call.Arguments.ElementAtOrDefault(host)?.Value ?? "localhost"), () => Fed(script, rules))
            : call.Has("-L", "-R", "-D")
                ? Verdict.Manual("a tunnel of a person's own; the bot connects as configured under Targets", "It opens a way into the network.")
            : Verdict.Manual("done by a person", "It opens a session on another host; what is typed there follows in the runbook, if at all.");
    }

    private static Verdict ShellOf(Invocation call, Rulebook rules)
    {
        var words = call.Arguments;
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Value.StartsWith('-') && words[i].Value.EndsWith('c') && !words[i].Value.StartsWith("--", StringComparison.Ordinal))
            {
                return i + 1 < words.Count ? rules.ReadScript(words[i + 1].Value, call.Input) : Verdict.Unknown("Nothing follows -c.");
            }
        }

        return call.Input is { } script && call.FirstOperand("-o") >= words.Count ? Fed(script, rules)
            : call.FirstOperand("-o") is var file && file < words.Count ? Interpreters.OwnCode(words[file].Value)
            : Verdict.Nothing("It opens another shell; what is typed there follows in the runbook.");
    }

    private static Verdict Fed(StandardInput input, Rulebook rules) => input.Text is { } script
        ? rules.ReadScript(script)
        : Verdict.Manual("run by a person who has read it", "The script that it is fed is not in the runbook.");

    private static Verdict Env(Invocation call, Rulebook rules)
    {
        var first = call.FirstOperand("-u", "-C");
        while (first < call.Arguments.Count && call.Arguments[first].Value.Contains('=', StringComparison.Ordinal))
        {
            first++;
        }

        return first < call.Arguments.Count
            ? rules.ReadRest(call, first)
            : Verdict.Manual("read by a person", "The environment holds secrets; no action shows it.") with { IsHarmless = true };
    }
}
