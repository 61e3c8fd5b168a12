using System.Net;
using System.Text.RegularExpressions;
using IncidentBot.Support;

namespace IncidentBot.Dashboard;

/// <summary>Somebody with a browser of their own, without script, who signs in where a page leads them.</summary>
internal sealed partial class SignedInVisitor : IDisposable
{
    private readonly HttpClient http;

    public SignedInVisitor(Uri bot)
    {
        Cookies = new CookieContainer();
        http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies }) { BaseAddress = bot };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public CookieContainer Cookies { get; }

    public void Dispose() => http.Dispose();

    /// <summary>Opens a page of the bot, and types the name wherever it is asked for on the way there.</summary>
    public async Task<(HttpStatusCode Status, Uri At, string Text)> OpenAsync(string path, string name) =>
        await FollowAsync(await http.GetAsync(new Uri(path, UriKind.Relative), Ct), name);

    /// <summary>Sends a form of a page as it was drawn, with these fields filled in.</summary>
    public async Task<(HttpStatusCode Status, Uri At, string Text)> SendAsync(
        string page, string action, string name, params (string Name, string Value)[] fields)
    {
        var drawn = FormOf(page, action);
        foreach (var (field, value) in fields)
        {
            drawn[field] = value;
        }

        using var form = new FormUrlEncodedContent(drawn);
        return await FollowAsync(await http.PostAsync(new Uri(action, UriKind.Relative), form, Ct), name);
    }

    /// <summary>Types a command on the page of open incidents, and reads what is answered.</summary>
    public async Task<string> TypeAsync(string text, string name) =>
        (await SendAsync((await OpenAsync("/incidents", name)).Text, "/dashboard/act", name, ("text", text))).Text;

    public async Task<string> SeesAsync(string path, string name, params string[] texts)
    {
        var text = "";
        await Eventually.TrueAsync(
            async () => texts.All((text = WebUtility.HtmlDecode((await OpenAsync(path, name)).Text)).Contains), $"{path} says {string.Join(", ", texts)}");
        return text;
    }

    /// <summary>The hidden fields of the first form that sends there.</summary>
    private static Dictionary<string, string> FormOf(string page, string action)
    {
        var from = page.IndexOf($"action=\"{action}\"", StringComparison.Ordinal);
        Assert.True(from >= 0, $"There is no form for {action} in: {page}");
        var form = page[from..page.IndexOf("</form>", from, StringComparison.Ordinal)];
        return HiddenField().Matches(form).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));
    }

    private async Task<(HttpStatusCode Status, Uri At, string Text)> FollowAsync(HttpResponseMessage answer, string name)
    {
        while (true)
        {
            var (at, text) = (answer.RequestMessage!.RequestUri!, await answer.Content.ReadAsStringAsync(Ct));
            var status = answer.StatusCode;
            answer.Dispose();
            if (at.Authority == http.BaseAddress!.Authority || InteractionForm().Match(text) is not { Success: true } form)
            {
                return (status, at, text);
            }

            using var filled = new FormUrlEncodedContent(
                [new("prompt", PromptField().Match(text).Groups[1].Value), new("login", name), new("password", "any")]);
            answer = await http.PostAsync(new Uri(at, form.Groups[1].Value), filled, Ct);
        }
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex HiddenField();

    [GeneratedRegex("action=\"([^\"]*/interaction/[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex InteractionForm();

    [GeneratedRegex("name=\"prompt\" value=\"([a-z]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex PromptField();
}
