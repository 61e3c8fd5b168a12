using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Reading;

/// <summary>A question to a metrics or log server in its own language (PromQL, LogQL), which people paste between commands. It only reads.</summary>
internal static partial class MetricQuery
{
    public static bool Is(string line) => Query().IsMatch(line);

    /// <summary>A function of PromQL with what it is given, a metric with its labels or compared with something, the labels of a log stream.</summary>
    [GeneratedRegex(
        @"^\s*[\d.\s(*/-]*(?:(?:sum|avg|min|max|count|count_values|stddev|group|topk|bottomk|quantile|rate|irate|increase|delta|idelta"
            + @"|deriv|changes|resets|histogram_quantile|predict_linear|absent|absent_over_time|label_replace|label_join|clamp_min|clamp_max"
            + @"|vector|scalar|ceil|floor|round|abs|sort_desc|\w+_over_time)\s*(?:(?:by|without)\s*\(|\([^)\s])"
            + @"|[a-z][a-z0-9]*_[\w:]*\s*(?:\{[^}]*(?:=|\})|\[\d+[smhdw]\]"
            + @"|(?:[<>]=?|[!=]=|[*/+-])\s*(?:bool\s+)?(?:[\d.]+\s*$|[a-z][a-z0-9]*_\w+\s*(?:$|[\[{*/+<>=-])))"
            + @"|\{\s*\w+\s*(?:=~?|!=|!~)\s*""[^""]*""[^}]*\}\s*(?:\||$))",
        RegexOptions.NonBacktracking)]
    private static partial Regex Query();
}
