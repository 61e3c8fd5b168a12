using System.Text.RegularExpressions;
using IncidentBot.Commands;

namespace IncidentBot.Doors;

/// <summary>What a page's form sent: a line that somebody typed or a button that they pressed.</summary>
internal sealed partial class TypedForm(IFormCollection form)
{
    private const int LongestText = 4000;
    private const int LongestOnceKey = 200;

    public string As { get; } = form["as"].ToString();
    public string Text { get; } = TypedLine.Visible(form["text"].ToString());

    /// <summary>Otherwise it is talk.</summary>
    public bool IsCommand => Text.StartsWith('/');

    /// <summary>Made by the page, so that what is sent twice is taken once.</summary>
    public string Key { get; } = form["key"].ToString() is { Length: > 0 } key ? key : Guid.NewGuid().ToString("N");

    /// <summary>Null where it may be pressed again.</summary>
    public string? Once { get; } = form["once"].ToString() is { Length: > 0 } once ? once : null;

    /// <summary>The question before it; empty where there is none.</summary>
    public string Confirm { get; } = form["confirm"].ToString();
    public string Yes { get; } = form["yes"].ToString() is { Length: > 0 } yes ? yes : "Go ahead";
    public string No { get; } = form["no"].ToString() is { Length: > 0 } no ? no : "Do nothing";
    public bool AwaitsConfirmation => Confirm.Length > 0 && form["confirmed"] != "yes";

    /// <summary>What somebody has filled in, as the command that it makes.</summary>
    public static TypedForm Of(string command, IFormCollection filled) =>
        new(new FormCollection(new() { ["as"] = filled["as"], ["key"] = filled["key"], ["text"] = command }));

    public string? Mistake() =>
        Text.Length == 0 ? "Nothing was sent: the message is empty."
        : Text.Length > LongestText ? $"Not sent: the message has {Text.Length} characters, at most {LongestText} are possible."
        : !WellFormedKey().IsMatch(Key) || Once?.Length > LongestOnceKey ? "Not sent: the request key is not well formed."
        : null;

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex WellFormedKey();
}
