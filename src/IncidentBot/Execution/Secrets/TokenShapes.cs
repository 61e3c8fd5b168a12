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
        text = Has(text, '@') ? WithoutScheme().Replace(text, "${before}" + Redactor.Mask + "${after}") : text;
        text = Has(text, '%') ? EncodedUrl().Replace(text, "${before}" + Redactor.Mask + "%40") : text;
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
        && (Prose.Is(value) || (match.ValueSpan[1] is 'a' or 'A' && !value.TrimEnd('.').ContainsAnyExceptInRange('a', 'z')));

    private static bool Has(string text, char letter) => text.Contains(letter, StringComparison.Ordinal);

    private static bool IsPort(ReadOnlySpan<char> value) => !value.ContainsAnyExceptInRange('0', '9');

    /// <summary><c>scheme://user:password@</c>, up to the last @ before the host ends.</summary>
    [GeneratedRegex(@"(?<before>[a-z][a-z0-9+.-]*://[^\s:/@]*:)[^\s@]+(?:@[^\s/@,;""'<>()]+)*@", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex Url();

    [GeneratedRegex(@"(?<before>(?:rediss?|redis[+-]sentinels?|valkeys?|unix|https?)://)[^\s:/@""'<>\[]+@", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex LoneInUrl();

    /// <summary>Cut before its @.</summary>
    [GeneratedRegex(@"(?<before>[a-z][a-z0-9+.-]*://[^\s:/@]*:)(?<value>[^\s@/…]+) ?…", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex CutUrl();

    /// <summary><c>bot:x@tcp(db:3306)</c>, as Go writes it, and Oracle's <c>app/x@db</c>.</summary>
    [GeneratedRegex(
        @"(?<before>\b[\w.-]+:)[^\s@/""':]+(?<after>@(?:tcp|unix)6?\()"
            + @"|(?<before>(?:\bsqlplus[ ](?:-\w+[ ]+)*|\boracle:thin:)[\w.-]+/)[^\s@""']+(?<after>@)", Linear)]
    private static partial Regex WithoutScheme();

    /// <summary>A URL in a URL.</summary>
    [GeneratedRegex(@"(?<before>%3A%2F%2F[^\s%&]*%3A)[^\s&""']+?%40", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex EncodedUrl();

    [GeneratedRegex(@"(?<scheme>\b(?:Bearer|Basic|GenieKey)\s+)(?<value>[A-Za-z0-9._~+/=-]{6,}|[A-Za-z0-9._~+/=-]+…)", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex Schemed();

    /// <summary>
    /// GitHub, GitLab, Slack, Stripe, AWS, Google, npm, PyPI, SendGrid, OpenAI and Anthropic, HashiCorp Vault, DigitalOcean, Shopify, Entra ID, Twilio,
    /// Telegram, age, Grafana, Docker, Hugging Face, Groq, Postman, Linear, Notion, Square, PlanetScale, New Relic, RubyGems, Atlassian, Mailgun, Sentry,
    /// NuGet, Doppler, Tailscale, Supabase, Vercel, HubSpot, Brevo, OpenShift, Figma, JSON Web Tokens, and addresses that are a secret themselves.
    /// </summary>
    [GeneratedRegex(
        @"(?<before>\b)(?:gh[pousr]_[A-Za-z0-9]{4,}|github_pat_\w{4,}|gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{4,}"
            + @"|xox[a-z]-[A-Za-z0-9-]{4,}|xapp-[A-Za-z0-9-]{4,}|[sr]k_(?:live|test)_[A-Za-z0-9]{4,}|whsec_[A-Za-z0-9+/=]{4,}|sk-[A-Za-z0-9_-]{20,}"
            + @"|A(?:KIA|SIA)[A-Z0-9]{8,}|AIza[A-Za-z0-9_-]{8,}|ya29\.[A-Za-z0-9_-]{8,}|npm_[A-Za-z0-9]{16,}|pypi-[A-Za-z0-9_-]{12,}"
            + @"|SG\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]+)?|hv[sb]\.[A-Za-z0-9_-]{8,}|do[opr]_v1_[a-f0-9]{8,}|shp(?:at|ca|pa|ss)_[A-Za-z0-9]{8,}"
            + @"|GOCSPX-[\w-]{12,}|1//0[\w-]{20,}|[A-Za-z0-9_]{3}\dQ~[\w.~-]{24,}|SK[a-f0-9]{32}|\d{8,10}:AA[\w-]{30,}"
            + @"|AGE-SECRET-KEY-1[A-Z0-9]{10,}|glsa_\w{20,}|dckr_(?:pat|oat)_[\w-]{12,}|hf_[A-Za-z]{24,}|gsk_[A-Za-z0-9]{24,}|xai-[A-Za-z0-9]{24,}"
            + @"|PMAK-[a-f0-9-]{20,}|lin_api_[A-Za-z0-9]{20,}|secret_[A-Za-z0-9]{36,}|ntn_[A-Za-z0-9]{30,}|sq0(?:atp|csp|idp)-[\w-]{16,}"
            + @"|EAAAE[\w-]{10,}|pscale_(?:tkn|pw|oauth)_[\w.-]{16,}|NR(?:AK|JS|RA)-[A-Z0-9]{12,}|rubygems_[a-f0-9]{20,}|ATATT3[\w=-]{16,}"
            + @"|ATCTT3[\w=-]{16,}|key-[a-f0-9]{32}|sntry[su]_[\w=+/-]{12,}|oy2[a-z0-9]{40,}|dp\.(?:pt|st|ct|sa)\.[\w.-]{16,}"
            + @"|tskey-[a-z]+-[\w-]{8,}|sbp_[a-f0-9]{20,}|vercel_blob_rw_\w{8,}|pat-(?:na|eu)\d-[a-f0-9-]{20,}|xkeysib-[a-f0-9-]{20,}"
            + @"|sha256~[\w-]{10,}|figd_[\w-]{20,}"
            + @"|eyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]+)*=*)"
            + @"|(?<before>\bhooks\.slack\.com/(?:services|workflows|triggers)/|\bdiscord(?:app)?\.com/api/webhooks/"
            + @"|\boutlook\.office(?:365)?\.com/webhook/|\.webhook\.office\.com/webhookb2/|\bapi\.telegram\.org/bot|\bevents\.pagerduty\.com/integration/"
            + @"|\bhc-ping\.com/|\bhealthchecks\.io/ping/)[\w/@:-]+",
        Linear)]
    private static partial Regex Token();
}
