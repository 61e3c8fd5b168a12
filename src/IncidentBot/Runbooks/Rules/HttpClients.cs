using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Rules;

/// <summary><c>curl</c> and <c>wget</c>: requests to a service.</summary>
internal sealed partial class HttpClients : ICommandFamily
{
    private static readonly string[] Valued =
    [
        "-H", "--header", "-X", "--request", "-d", "--data", "--data-raw", "--data-binary", "-u", "--user", "-o", "--output",
        "-w", "--write-out", "-m", "--max-time", "--connect-timeout", "--retry", "-F", "-A", "-e", "-b", "-c", "-x", "--cacert",
        "--cert", "--key", "--resolve",
    ];

    private static readonly string[] ValuedByWget = [.. Valued, "-O"];

    public IReadOnlyList<string> Programs { get; } = ["curl", "wget", "http", "https", "xh"];

    public Verdict Read(Invocation call, Rulebook rules)
    {
        if (call.Program != "wget" && call.Has("--version") || call.Has("--help"))
        {
            return Verdict.Nothing("It only tells about itself.");
        }

        // After --next another request begins, with options of its own.
        var requests = new List<List<Shell.ShellWord>> { new() };
        foreach (var word in call.Arguments)
        {
            if (word.Value is "--next" or "-:")
            {
                requests.Add([]);
            }
            else
            {
                requests[^1].Add(word);
            }
        }

        return requests.Count > 1 ? Verdict.Several([.. requests.Select(words => Requests(call with { Arguments = words }))]) : Requests(call);
    }

    private static Verdict Requests(Invocation call)
    {
        var operands = call.Operands(call.Program == "wget" ? ValuedByWget : Valued);
        var url = operands.FirstOrDefault(word => word.Contains("://", StringComparison.Ordinal)) ?? operands.FirstOrDefault(word => word.Contains(
            '.',
            StringComparison.Ordinal)
                || word.Contains("localhost", StringComparison.Ordinal)
                || word.Contains('/', StringComparison.Ordinal)
                || Shell.ShellText.IsOpen(word));
        if (url is null)
        {
            return Verdict.Unknown("Which address it asks is not in the runbook.");
        }

        if ((call.Has("--output", "--remote-name") || call.Arguments.Any(word => Saves().IsMatch(word.Value)))
                && !call.Arguments.Any(word => word.Value == "/dev/null")
            || call.Program == "wget" && !call.Has("-qO-", "-O-", "--spider"))
        {
            return Verdict.Manual("fetched by a person", $"It saves what {url} sends as a file.");
        }

        var method = Method(call);
        return operands.Where(word => word.Contains("://", StringComparison.Ordinal)).ToList() is { Count: > 1 } urls
            ? Verdict.Several([.. urls.Select(each => Request(method, each))])
            : Request(method, url);
    }

    private static Verdict Request(string method, string url)
    {
        var needs = ConfiguredText.OfRequest(method, url);
        var ask = "Address and token come from configuration; the status is checked, where curl would report success for an error page.";
        return method switch
        {
            "GET" when Acts().IsMatch(url) => new Verdict(
                StepClass.Http,
                $"/http call NAME, with an entry under Http:…:Endpoints, confirmed first: {method} {url}",
                $"Its address says that it does something, though it only gets. {ask}")
            { Needs = needs },
            "GET" or "HEAD" =>
                new Verdict(
                    StepClass.Http,
                    $"/http check NAME, with an entry under Http:…:Endpoints: {method} {url}",
                    ask)
                { IsHarmless = true, Needs = needs },
            "DELETE" => Verdict.Manual("done by a person who knows the service", $"DELETE {url} removes something that cannot be planned from here."),
            _ => new Verdict(StepClass.Http, $"/http call NAME, with an entry under Http:…:Endpoints, confirmed first: {method} {url}", ask)
            { Needs = needs },
        };
    }

    /// <summary>Also among other options: <c>-LO</c>, <c>-sSo file</c>.</summary>
    [GeneratedRegex("^-[A-Za-z]*[oO]$|^-O[A-Za-z]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Saves();

    /// <summary>A verb as a part of the path.</summary>
    [GeneratedRegex(
        @"://[^?#]*/_?(?:reset|quit|shutdown|restart|reload|delete|remove|purge|flush|clear|trigger|retry|requeue|replay|recover|run|execute"
            + @"|cron|kill|stop|start|pause|resume|drain|failover|promote|rollback|deploy)(?:[/?#._-]|$)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Acts();

    private static string Method(Invocation call)
    {
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            var value = call.Arguments[i].Value;
            if (value is "-X" or "--request" && i + 1 < call.Arguments.Count)
            {
                return call.Arguments[i + 1].Value.ToUpperInvariant();
            }

            if (value.StartsWith("-X", StringComparison.Ordinal) && value.Length > 2)
            {
                return value[2..].ToUpperInvariant();
            }

            if (value.StartsWith("--request=", StringComparison.Ordinal) || value.StartsWith("--method=", StringComparison.Ordinal))
            {
                return value[(value.IndexOf('=', StringComparison.Ordinal) + 1)..].ToUpperInvariant();
            }
        }

        return call.Has("-G", "--get") ? "GET"
            : call.Has("-d", "--data", "--data-raw", "--data-binary", "--data-urlencode", "--json", "-F", "--form", "--post-data") ? "POST"
            : call.Has("-T", "--upload-file") ? "PUT"
            : call.Has("-I", "--head", "--spider") ? "HEAD"
            : call.Program is "http" or "https" or "xh" && call.Arguments is [{ Value: "POST" or "PUT" or "PATCH" or "DELETE" }, ..] ? call.Arguments[0].Value
            : "GET";
    }
}
