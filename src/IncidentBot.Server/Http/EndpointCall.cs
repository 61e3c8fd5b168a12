using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Settings;

namespace IncidentBot.Http;

/// <summary>What was typed, held against the configuration: an endpoint and the address it leads to.</summary>
internal abstract record EndpointCall
{
    private EndpointCall()
    {
    }

    public sealed record Ready(HttpTarget Target, Endpoint Endpoint, Uri Url) : EndpointCall;

    /// <param name="Hint">What to type.</param>
    public sealed record Wrong(string Fault, string Hint) : EndpointCall;

    public static EndpointCall Read(HttpTarget target, ActionCall call, DateTimeOffset now)
    {
        if (target.Find(call["endpoint"]) is not { } endpoint)
        {
            return new Wrong($"{target.Name} has no endpoint {call["endpoint"]}.", $"See what there is: /http endpoints on {target.Name}");
        }

        var usage = $"Type /http {call.Action.Verb} {endpoint.Usage} on {target.Name}";
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, typed) in call.Arguments.Where(argument => argument.Key != "endpoint"))
        {
            if (endpoint.Arguments.FirstOrDefault(argument => string.Equals(argument.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } argument)
            {
                return new Wrong($"{endpoint.Name} takes no {name}.", usage);
            }

            if (argument.Fault(typed) is { } fault)
            {
                return new Wrong($"{name} '{typed}' {fault}", usage);
            }

            if (!endpoint.OnlyReads && argument.IsRelative(typed))
            {
                return new Wrong($"{name} '{typed}' would be another time when it is sent than when it is confirmed.", usage);
            }

            values[name] = argument.Kind is ArgumentKind.Time
                ? Argument.Time(typed, now).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
                : typed;
        }

        if (endpoint.Arguments.FirstOrDefault(argument => !values.ContainsKey(argument.Name)) is { } missing)
        {
            return new Wrong($"{missing.Name} is missing{(missing.Help.Length > 0 ? $": {missing.Help}" : "")}.", usage);
        }

        return endpoint.Url.Fill(values) is { } url
            ? new Ready(target, endpoint, url)
            : new Wrong("These values would make it another address than the one configured.", usage);
    }
}
