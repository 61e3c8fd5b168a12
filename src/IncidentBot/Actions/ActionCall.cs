namespace IncidentBot.Actions;

/// <summary>An action with validated arguments, aimed at one target.</summary>
public sealed record ActionCall(ActionId Action, string Target, IReadOnlyDictionary<string, string> Arguments)
{
    private static readonly Dictionary<string, string> NoArguments = [];

    /// <summary>A call without arguments.</summary>
    public static ActionCall Plain(string action, string target) => new(new ActionId(action), target, NoArguments);

    public string this[string parameter] => Arguments[parameter];

    public string? Find(string parameter) => Arguments.GetValueOrDefault(parameter);

    /// <summary>As a person would type it.</summary>
    public override string ToString() =>
        string.Join(' ', [$"/{Action.System}", Action.Verb, .. Arguments.Values.Select(Quoted), "on", Target]);

    private static string Quoted(string value) => value.Any(char.IsWhiteSpace) ? $"\"{value}\"" : value;
}
