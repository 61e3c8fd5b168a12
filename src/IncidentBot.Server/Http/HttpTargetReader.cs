using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Settings;

namespace IncidentBot.Http;

/// <summary>Makes a target of its settings, or says of each that cannot be used what is wrong with it.</summary>
internal sealed partial class HttpTargetReader(string name, HttpTargetOptions options, SettingFaults faults)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>A word that needs no encoding in a URL.</summary>
    private const string UsualPattern = "[A-Za-z0-9._:-]+";

    /// <returns>Null where there are faults.</returns>
    public HttpTarget? Read()
    {
        var section = $"Http:{name}";
        if (ReadBase(section) is not { } baseUrl)
        {
            return null;
        }

        if (options.CaFile is { } file && !File.Exists(file))
        {
            faults.Add($"{section}:CaFile: there is no file {file}. Expected a PEM file with the authorities to trust.");
        }

        var endpoints = options.Endpoints.Select(pair => ReadEndpoint($"{section}:Endpoints:{pair.Key}", pair.Key, pair.Value, baseUrl)).ToList();
        foreach (var (endpoint, verified) in endpoints.Where(endpoint => endpoint.Verify is not null)
            .Select(endpoint => (endpoint, endpoints.FirstOrDefault(other => Same(other.Name, endpoint.Verify!)))))
        {
            if (verified is not { OnlyReads: true, Arguments: [] })
            {
                faults.Add($"{section}:Endpoints:{endpoint.Name}:Verify is '{endpoint.Verify}'. "
                    + $"Expected the name of an endpoint of {name} that is read with GET or HEAD and takes no arguments.");
            }
        }

        return faults.All.Count > 0 ? null : new HttpTarget(name, baseUrl, options.CaFile, endpoints);
    }

    private Uri? ReadBase(string section)
    {
        if (Uri.TryCreate(options.BaseUrl, UriKind.Absolute, out var url)
            && url is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
            && url.Host.Length > 0)
        {
            return url;
        }

        faults.Add($"{section}:BaseUrl cannot be used. Expected http:// or https://, a host and a path, without user, password, "
            + "query or fragment. Example: https://api.internal/v1/");
        return null;
    }

    private Endpoint ReadEndpoint(string section, string endpoint, EndpointOptions settings, Uri baseUrl)
    {
        faults.Check(Word().IsMatch(endpoint), $"{section}: a name takes lowercase letters, digits and hyphens. Example: retry-stalled");
        var method = settings.Method.ToUpperInvariant();
        faults.Check(Methods.Contains(method), $"{section}:Method is '{settings.Method}'. Expected one of {string.Join(", ", Methods)}.");
        var reads = method is "GET" or "HEAD";
        faults.Check(!reads || settings.Risk is null, $"{section}:Risk is set, but {method} only reads. Leave it out, or set Method.");
        faults.Check(
            reads || settings.Risk is Risk.Change or Risk.Destructive,
            $"{section}:Risk is missing. {method} may change something: write Change, or Destructive where it takes a second person.");
        faults.Check(method != "DELETE" || settings.Risk is Risk.Destructive, $"{section}:Risk must be Destructive for DELETE.");
        faults.Check(reads || settings.Help.Length > 0, $"{section}:Help is missing. Say what it does: whoever confirms it reads that.");
        faults.Check(!reads || settings.Verify is null, $"{section}:Verify is for endpoints that change something.");

        var url = new UrlTemplate(baseUrl, settings.Path);
        var arguments = settings.Arguments.Select(pair => ReadArgument($"{section}:Arguments:{pair.Key}", pair.Key, pair.Value)).ToList();
        CheckPath(section, settings.Path, url, arguments);
        var (token, tokenSetting) = ReadToken(section, settings);
        return new Endpoint(endpoint, new HttpMethod(method), url, settings.Help, token, tokenSetting)
        {
            Risk = settings.Risk,
            Expect = settings.Expect,
            Verify = settings.Verify,
            TimeLimit = settings.TimeLimit,
            Arguments = arguments,
        };
    }

    private Argument ReadArgument(string section, string argument, ArgumentOptions settings)
    {
        faults.Check(
            Word().IsMatch(argument) && argument is not "endpoint",
            $"{section}: a name takes lowercase letters, digits and hyphens, and is not 'endpoint'. Example: since");
        return Argument.Read(section, argument, settings, UsualPattern, faults);
    }

    private void CheckPath(string section, string path, UrlTemplate url, List<Argument> arguments)
    {
        faults.Check(
            !path.Any(letter => letter is '\\' or '#' || char.IsControl(letter) || char.IsWhiteSpace(letter)) && !path.Contains("//", StringComparison.Ordinal),
            $"{section}:Path is '{path}'. Expected what follows the base, without a host. Example: admin/jobs/failed?since={{since}}");
        faults.Check(
            url.Names.All(place => arguments.Any(argument => Same(argument.Name, place))),
            $"{section}:Path has a place that Arguments does not name: {string.Join(", ", url.Names)}.");
        faults.Check(
            arguments.All(argument => url.Names.Any(place => Same(argument.Name, place))),
            $"{section}:Arguments has one for which Path has no place. Example: ?since={{since}}");
        var examples = url.Names.ToDictionary(
            place => place,
            place => arguments.FirstOrDefault(argument => Same(argument.Name, place))?.Example ?? "x",
            StringComparer.OrdinalIgnoreCase);
        faults.Check(
            url.Fill(examples) is not null,
            $"{section}:Path is '{path}': it cannot be used as it stands. Encode what a URL does not allow, and leave out '..'.");
    }

    private (string? Token, string? Setting) ReadToken(string section, EndpointOptions settings)
    {
        if (settings.Anonymous)
        {
            faults.Check(settings.TokenName.Length == 0, $"{section}: Anonymous and TokenName exclude each other.");
            return (null, null);
        }

        var setting = $"{settings.TokenName}Token";
        var token = options.Tokens.GetValueOrDefault(setting) ?? "";
        faults.Check(token.Length > 0, $"Http:{name}:{setting} is missing: the endpoint {section[(section.LastIndexOf(':') + 1)..]} "
            + $"needs it. Put it into the environment as Http__{name}__{setting}, or set {section}:Anonymous.");
        faults.Check(token.All(letter => letter is > ' ' and < '\x7f'), $"Http:{name}:{setting} holds a blank, a line break or a letter that no token has.");
        return (token, $"Http:{name}:{setting}");
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
