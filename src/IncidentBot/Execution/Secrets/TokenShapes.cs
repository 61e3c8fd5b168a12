using System.Text.RegularExpressions;

namespace IncidentBot.Execution.Secrets;

/// <summary>Secrets that show by what they look like, whatever stands before them. Each expression is matched in time that grows with the text alone.</summary>
internal static partial class TokenShapes
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    public static string Mask(string text)
    {
        text = text.Contains("://", StringComparison.Ordinal) ? MaskUrls(text) : text;
        text = Schemed().Replace(
            text,
            match => IsSpoken(match) ? match.Value : match.Groups["scheme"].Value + Redactor.Mask);
        return Token().Replace(text, match => match.Groups["before"].Value + Redactor.Mask);
    }

    /// <summary>The user stays, it helps to find the fault; a word alone before the @ is the password to Redis, and a token elsewhere.</summary>
    private static string MaskUrls(string text)
    {
        text = Url().Replace(text, "${before}" + Redactor.Mask + "@");
        text = LoneInUrl().Replace(text, "${before}" + Redactor.Mask + "@");
        return CutUrl().Replace(text, match => IsPort(match.Groups["value"].ValueSpan) ? match.Value : $"{match.Groups["before"].Value}{Redactor.Mask}…");
    }

    /// <summary>In a sentence: <c>Basic information</c>, <c>bearer authentication</c>. Base64 has more than small letters.</summary>
    private static bool IsSpoken(Match match) => match.Groups["value"].ValueSpan is var value
        && (SecretValue.IsProse(value) || (match.ValueSpan[1] is 'a' or 'A' && !value.TrimEnd('.').ContainsAnyExceptInRange('a', 'z')));

    private static bool IsPort(ReadOnlySpan<char> value) => !value.ContainsAnyExceptInRange('0', '9');

    /// <summary><c>scheme://user:password@</c>, up to the last @ before the host ends.</summary>
    [GeneratedRegex(@"(?<before>[a-z][a-z0-9+.-]*://[^\s:/@]*:)[^\s@]+(?:@[^\s/@,;""'<>()]+)*@", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex Url();

    [GeneratedRegex(@"(?<before>(?:rediss?|valkeys?|unix|https?)://)[^\s:/@""'<>\[]+@", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex LoneInUrl();

    /// <summary>Cut before its @.</summary>
    [GeneratedRegex(@"(?<before>[a-z][a-z0-9+.-]*://[^\s:/@]*:)(?<value>[^\s@/…]+) ?…", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex CutUrl();

    [GeneratedRegex(@"(?<scheme>\b(?:Bearer|Basic)\s+)(?<value>[A-Za-z0-9._~+/=-]{6,}|[A-Za-z0-9._~+/=-]+…)", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex Schemed();

    /// <summary>
    /// GitHub, GitLab, Slack, Stripe, AWS, Google, npm, PyPI, SendGrid, OpenAI and Anthropic, HashiCorp Vault, DigitalOcean, Shopify, JSON Web
    /// Tokens, and addresses that are a secret themselves.
    /// </summary>
    [GeneratedRegex(
        @"(?<before>\b)(?:gh[pousr]_[A-Za-z0-9]{4,}|github_pat_\w{4,}|gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{4,}"
            + @"|xox[a-z]-[A-Za-z0-9-]{4,}|xapp-[A-Za-z0-9-]{4,}|[sr]k_(?:live|test)_[A-Za-z0-9]{4,}|whsec_[A-Za-z0-9+/=]{4,}|sk-[A-Za-z0-9_-]{20,}"
            + @"|A(?:KIA|SIA)[A-Z0-9]{8,}|AIza[A-Za-z0-9_-]{8,}|ya29\.[A-Za-z0-9_-]{8,}|npm_[A-Za-z0-9]{16,}|pypi-[A-Za-z0-9_-]{12,}"
            + @"|SG\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]+)?|hv[sb]\.[A-Za-z0-9_-]{8,}|do[opr]_v1_[a-f0-9]{8,}|shp(?:at|ca|pa|ss)_[A-Za-z0-9]{8,}"
            + @"|eyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]+)*=*)"
            + @"|(?<before>\bhooks\.slack\.com/(?:services|workflows|triggers)/|\bdiscord(?:app)?\.com/api/webhooks/)[A-Za-z0-9_/-]+",
        Linear)]
    private static partial Regex Token();
}
