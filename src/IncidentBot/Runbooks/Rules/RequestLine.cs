using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Rules;

/// <summary>A request as documents of an API write it: <c>GET /health</c>, <c>DELETE /queues/mail</c>. To Redis GET is a command too.</summary>
internal static partial class RequestLine
{
    public static bool Is(string line) => Request().IsMatch(line);

    public static bool Changes(string line) => Is(line) && !Reads(line);

    public static Verdict Read(string line) => Reads(line)
        ? Verdict.ReadByAPerson("It is a request to a service; which one, and with which token, is not in the line.")
        : Verdict.Manual("done by a person who knows the service", "It is a request that changes something; to which service it goes is not in the line.");

    private static bool Reads(string line) => line[0] is 'G' or 'H' or 'O';

    [GeneratedRegex(@"^(?:GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)\s+(?:https?://|/)\S*(?:\s+HTTP/[\d.]+)?\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Request();
}
