using IncidentBot.Incidents;
using IncidentBot.Server.Tests.Storage;
using IncidentBot.Support;
using IncidentBot.Timeline;
using MimeKit;

namespace IncidentBot.Mail;

/// <summary>What a real mail server gets of a whole incident, encrypted and logged in.</summary>
public sealed class MailThreadTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-mail-");
    private readonly TestCertificates certificates;

    public MailThreadTests() => certificates = TestCertificates.Create(folder.FullName);

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("StartTls", false)]
    [InlineData("Tls", true)]
    public async Task A_whole_incident_arrives_as_one_conversation(string security, bool tls)
    {
        await using var server = await MailServer.StartAsync(certificates, tls: tls);
        await using var rig = await SecuredAsync(server, security);
        var began = rig.Time.GetUtcNow();
        var iso = $"{began.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";
        var incident = await rig.OpenAsync(made => made with
        {
            Impacts = [new Impact("checkout", "340 orders wait", IsStruck: false, began, null, Some.Ada, began)],
            Tasks = [new IncidentTask(1, "tell support", null, null, Some.Ada, began)],
            UpdatePromises = new UpdatePromises(began.AddMinutes(30)),
        });
        rig.Time.Advance(TimeSpan.FromMinutes(7));
        incident = await rig.SayAsync(
            incident with { Severity = Severity.P1, State = IncidentState.Mitigating },
            new TimelineEvent.Changed(IncidentField.Severity, "P0", "P1"));
        incident = await rig.SayAsync(incident, new TimelineEvent.StatusUpdated("half of it is back"));
        rig.Time.Advance(TimeSpan.FromMinutes(7));
        incident = await rig.MoveAsync(incident with { Cause = "memory was full" }, IncidentState.Resolved);
        await rig.MoveAsync(incident, IncidentState.Closed);
        Assert.Equal(4, await rig.SendAsync());

        var letters = server.Taken;
        Assert.All(letters, letter => Assert.Equal((MailServer.User, MailRig.Cto), (letter.By, Assert.Single(letter.To))));
        var messages = letters.Select(letter => letter.Message).ToList();
        Assert.Single(messages.Select(message => message.Subject).Distinct(), $"[INCIDENT] P0 {incident.Label}: Redis is down");
        var root = $"incident-{incident.Id.Value:N}.management@your.org";
        Assert.Equal((root, null), (messages[0].MessageId, messages[0].InReplyTo));
        Assert.All(messages.Skip(1), message => Assert.Equal((root, root), (message.InReplyTo, Assert.Single(message.References))));
        Assert.Equal(4, messages.Select(message => message.MessageId).Distinct().Count());
        Assert.All(messages, message => Assert.Equal(
            ("auto-generated", "<management.incidentbot.your.org>"), (message.Headers["Auto-Submitted"], message.Headers[HeaderId.ListId])));
        Assert.All(messages, message => Assert.Equal(
            ("bot@your.org", MailRig.Cto), (message.From.Mailboxes.Single().Address, message.To.Mailboxes.Single().Address)));

        Says(
            messages[0],
            "has begun", "investigating (Declared)", "P0", "checkout: 340 orders wait", iso, "opened as P0", "0 s so far", "tell support (nobody has it yet)",
            $"Next update by {began.UtcDateTime.AddMinutes(30):yyyy-MM-ddTHH:mm:ssZ}");
        Says(messages[1], "is P1 now", "mitigating (Mitigating)", iso, "checkout: 340 orders wait, 7 min so far");
        Says(messages[2], "status update", "half of it is back", "7 min so far");
        Says(
            messages[3],
            "is resolved", "over; it was checkout: 340 orders wait", "Cause: memory was full.", "14 min in all", iso,
            "Nothing more is told, unless it is reopened");
    }

    [Fact]
    public async Task Whatever_is_typed_into_a_title_it_is_text_and_no_header()
    {
        await using var server = await MailServer.StartAsync();
        await using var rig = await MailRig.MakeAsync(server.Port);
        var title = "down\r\nBcc: mallory@evil.example\r\n\r\n<img src=https://evil.example/x onerror=alert(1)> żółć 👩‍🚒\u202E "
            + new string('x', 5000);
        await rig.OpenAsync(made => made with
        {
            Title = title,
            Impacts = [new Impact("<script>", "a\r\n.\r\nQUIT\r\n", IsStruck: false, null, null, Some.Ada, Some.Now)],
        });
        Assert.Equal(1, await rig.SendAsync());

        var letter = Assert.Single(server.Taken);
        Assert.Equal([MailRig.Cto], letter.To);
        Assert.Null(letter.Message.Headers["Bcc"]);
        Assert.StartsWith("[INCIDENT] P0 ", letter.Subject, StringComparison.Ordinal);
        Assert.Contains("żółć 👩", letter.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(letter.Subject, char.IsControl);
        Assert.InRange(letter.Subject.Length, 100, 200);
        Assert.DoesNotContain("<img", letter.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", letter.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;: a . QUIT", letter.Html, StringComparison.Ordinal);
        Assert.Contains("<script>: a . QUIT", letter.Text, StringComparison.Ordinal);
        Assert.InRange(letter.Text.Length, 100, 10_000);
    }

    [Fact]
    public async Task Doctor_tries_the_connection_and_the_login_and_sends_nothing()
    {
        await using var server = await MailServer.StartAsync(certificates);
        await using var rig = await SecuredAsync(server, "StartTls");
        Assert.Equal($"localhost:{server.Port} answers with TLS and takes the login; /mail test sends a letter.", await rig.DoctorAsync());

        await rig.RestartAsync(("Password", "wrong-horse-battery"));
        Assert.StartsWith($"localhost:{server.Port} does not take the user and the password: mend ", await rig.DoctorAsync(), StringComparison.Ordinal);
        await rig.RestartAsync(("CaFile", null));
        Assert.StartsWith(
            $"localhost:{server.Port} could not be connected to safely: its certificate or its TLS is not accepted: mend ",
            await rig.DoctorAsync(),
            StringComparison.Ordinal);
        Assert.Empty(server.Taken);
    }

    /// <summary>As a stranger on the way would do it: what is not encrypted gets neither the password nor a letter.</summary>
    [Fact]
    public async Task Where_the_server_offers_no_encryption_nothing_is_said()
    {
        await using var server = await MailServer.StartAsync();
        await using var rig = await SecuredAsync(server, "StartTls");
        await rig.OpenAsync();

        Assert.Equal(1, await rig.SendAsync());

        Assert.Empty(server.Taken);
        Assert.Equal("does not offer what the settings ask for: STARTTLS, or a login", (await rig.HealthAsync()).Tried!.Failure);
    }

    private static void Says(MimeMessage message, params string[] facts)
    {
        Assert.IsType<MultipartAlternative>(message.Body);
        Assert.All(facts, fact => Assert.Contains(fact, message.TextBody, StringComparison.Ordinal));
        Assert.All(facts, fact => Assert.Contains(fact, message.HtmlBody, StringComparison.Ordinal));
    }

    private Task<MailRig> SecuredAsync(MailServer server, string security) => MailRig.MakeAsync(
        server.Port, ("Security", security), ("CaFile", certificates.CaFile), ("User", MailServer.User), ("Password", MailServer.Password));
}
