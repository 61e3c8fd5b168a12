using System.Net;
using IncidentBot.Chat.Local;
using IncidentBot.People;
using IncidentBot.Support;

namespace IncidentBot.Dashboard;

/// <summary>A reader of the dashboard without script: what a page says, and where it leads.</summary>
internal sealed class DashboardVisitor(BotHost bot, Person person) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = bot.Address };

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => http.Dispose();

    public async Task<(HttpStatusCode Status, string Text)> ReadAsync(string path)
    {
        using var request = Request(HttpMethod.Get, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}as={person.Id}");
        using var answer = await http.SendAsync(request, Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    /// <summary>Types a command on the page of an incident, or on another one, and reads the page that it leads to.</summary>
    public async Task<string> TypeAsync(string text, int? incident = null, string? key = null, string? once = null)
    {
        var (status, location, said) = await PostAsync("/dashboard/act", ("text", text), ("incident", $"{incident}"), ("back", Page(incident)),
            ("key", key ?? Guid.NewGuid().ToString("N")), ("once", once ?? ""));
        Assert.True(status is HttpStatusCode.SeeOther, $"{status}: {said}");
        return (await ReadAsync(location![..location!.IndexOf('?', StringComparison.Ordinal)])).Text;
    }

    public async Task<(HttpStatusCode Status, string? Location, string Text)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = Request(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(fields.Append(("as", person.Id.Value)).ToDictionary(field => field.Item1, field => field.Item2));
        using var answer = await http.SendAsync(request, Ct);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString, await answer.Content.ReadAsStringAsync(Ct));
    }

    /// <summary>Asks again until the page says it.</summary>
    public async Task<string> SeesAsync(string path, params string[] texts)
    {
        var text = "";
        await Eventually.TrueAsync(
            async () => texts.All((text = WebUtility.HtmlDecode((await ReadAsync(path)).Text)).Contains), $"{path} says {string.Join(", ", texts)}");
        return text;
    }

    private static string Page(int? incident) => incident is { } number ? $"/incidents/INC-{number}" : "/incidents";

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var (name, value) = bot.Token.CookieAt(bot.Address.Port);
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Cookie", $"{name}={value}");
        request.Headers.Add("Accept", "text/html");
        return request;
    }
}
