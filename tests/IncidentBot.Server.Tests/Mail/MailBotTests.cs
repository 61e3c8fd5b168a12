using IncidentBot.Chat.Local;
using IncidentBot.Support;

namespace IncidentBot.Mail;

/// <summary>The whole bot, and a mail server that is away while an incident runs.</summary>
public sealed class MailBotTests
{
    [Fact]
    public async Task An_incident_runs_its_course_without_the_mail_server_and_is_told_when_that_is_back()
    {
        var port = FreePort.Next();
        await using var bot = await BotHost.StartAsync(
            "redis://127.0.0.1:1",
            "Mail:Host=localhost",
            $"Mail:Port={port}",
            "Mail:Security=None",
            "Mail:From=bot@your.org",
            $"Mail:To:ops:Addresses={MailRig.Cto}");
        var channel = await bot.OpenAsync(LocalPeople.Ada, "checkout fails");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident severity P1");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident update half is back");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident cancel it was a test");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 is Cancelled");
        await bot.SayAsync(LocalPeople.Ada, channel, "/mail list");
        await bot.SeesAsync(LocalPeople.Ada, channel, "1 list is told of incidents by e-mail", "4 letters wait: the mail server could not be connected to.");
        using var http = new HttpClient { BaseAddress = bot.Address };
        var health = await http.GetStringAsync(new Uri("/health/chat", UriKind.Relative));
        Assert.Contains("Mail: Degraded. ops waits since a try at ", health, StringComparison.Ordinal);

        await using var server = await MailServer.StartAsync(port: port);
        await Eventually.TrueAsync(() => server.Taken.Count == 4, "everything is told");

        Assert.All(
            server.Taken.Zip(["has begun", "is P1 now", "half is back", "is cancelled"]),
            told => Assert.Contains(told.Second, told.First.Text, StringComparison.Ordinal));
        Assert.Equal(4, server.Taken.Select(letter => letter.Message.MessageId).Distinct().Count());
    }

    /// <summary>A process of its own has what is shipped, and not the library with which MimeKit signs and encrypts.</summary>
    [Fact]
    public async Task What_is_shipped_is_enough_to_write_letters()
    {
        await using var server = await MailServer.StartAsync();
        await using var bot = await BotProcess.StartAsync(
            "redis://127.0.0.1:1",
            "Mail:Host=localhost",
            $"Mail:Port={server.Port}",
            "Mail:Security=None",
            "Mail:From=bot@your.org",
            $"Mail:To:ops:Addresses={MailRig.Cto}");
        await bot.Room.OpenAsync(LocalPeople.Ada, "checkout fails");

        await Eventually.TrueAsync(() => server.Taken.Count == 1, "the letter is taken");
        Assert.Contains("checkout fails", server.Taken.Single().Text, StringComparison.Ordinal);
    }
}
