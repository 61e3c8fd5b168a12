using System.Text;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Support;
using IncidentBot.Workers;
using Microsoft.Extensions.DependencyInjection;
using SmtpServer.Protocol;

namespace IncidentBot.Mail;

/// <summary>What becomes of letters where the mail server is slow, refuses, or means harm.</summary>
public sealed class MailDeliveryTests
{
    private const string Gone = "gone@example.org";
    private const string Greeting = "220 mail\r\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_put_off_is_tried_again_as_the_same_letter()
    {
        await using var server = await MailServer.StartAsync(
            refuse: (_, times) => times < 3 ? new SmtpResponse(SmtpReplyCode.Unavailable, "come back later") : null);
        await using var rig = await MailRig.MakeAsync(server.Port);
        await rig.OpenAsync();

        foreach (var pause in MailDeliveries.Pauses.Take(2))
        {
            Assert.Equal(1, await rig.SendAsync());
            Assert.StartsWith("answered 450: come back later", (await rig.HealthAsync()).Tried!.Failure, StringComparison.Ordinal);
            rig.Time.Advance(pause - TimeSpan.FromTicks(1));
            Assert.Equal(0, await rig.SendAsync());
            rig.Time.Advance(pause * 0.1 + TimeSpan.FromTicks(1));
        }

        Assert.Equal(1, await rig.SendAsync());
        Assert.Equal(3, server.Asked(MailRig.Cto));
        Assert.Single(server.Taken);
        Assert.False((await rig.HealthAsync()).Fails);
    }

    [Fact]
    public async Task One_address_that_is_refused_is_given_up_with_the_servers_words_and_the_others_are_served()
    {
        await using var server = await MailServer.StartAsync(
            refuse: (address, _) => address == Gone ? new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "no such\u001b user") : null);
        await using var rig = await MailRig.MakeAsync(
            server.Port, ($"To:{MailRig.List}:Addresses:1", Gone), ($"To:{MailRig.List}:Addresses:2", "ceo@example.org"));
        await rig.OpenAsync();

        Assert.Equal(3, await rig.SendAsync());
        rig.Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(0, await rig.SendAsync());
        Assert.Equal(["ceo@example.org", MailRig.Cto], server.Taken.SelectMany(letter => letter.To).Order());
        Assert.Equal(1, server.Asked(Gone));
        var shown = await rig.TypeAsync("/mail list");
        Assert.Contains("management, 3 addresses, P0 and P1: last sent ", shown, StringComparison.Ordinal);
        Assert.Contains("to gone@example.org: the mail server answered 550: no such", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_put_off_for_a_day_is_given_up()
    {
        await using var server = await MailServer.StartAsync(refuse: (_, _) => new SmtpResponse(SmtpReplyCode.InsufficientStorage, "full"));
        await using var rig = await MailRig.MakeAsync(server.Port);
        await rig.OpenAsync();
        var tries = 0;
        for (var hour = 0; hour < 40; hour++)
        {
            tries += await rig.SendAsync();
            rig.Time.Advance(TimeSpan.FromHours(1.2));
        }

        Assert.InRange(tries, 15, 25);
        Assert.StartsWith("answered 452: full", (await rig.HealthAsync()).GivenUp!.Failure, StringComparison.Ordinal);
        Assert.Equal(0, (await rig.HealthAsync()).Waiting);
    }

    [Fact]
    public async Task While_the_server_is_away_it_is_asked_less_and_less_and_then_gets_everything_in_order()
    {
        var port = FreePort.Next();
        await using var rig = await MailRig.MakeAsync(port);
        var incident = await rig.OpenAsync();
        await rig.MoveAsync(incident, IncidentState.Resolved);
        var pause = ServerPause.Shortest;
        for (var n = 0; n < 9; n++)
        {
            Assert.Equal(1, await rig.SendAsync());
            Assert.Equal("could not be connected to", (await rig.HealthAsync()).Tried!.Failure);
            rig.Time.Advance(pause - TimeSpan.FromTicks(1));
            Assert.Equal(0, await rig.SendAsync());
            rig.Time.Advance(TimeSpan.FromTicks(1));
            pause = pause * 2 < ServerPause.Longest ? pause * 2 : ServerPause.Longest;
        }

        await using var server = await MailServer.StartAsync(port: port);
        Assert.Equal(2, await rig.SendAsync());
        Assert.Equal([null, server.Taken[0].Message.MessageId], server.Taken.Select(letter => letter.Message.InReplyTo));
    }

    [Fact]
    public async Task What_one_process_left_unsent_the_next_one_sends_once()
    {
        await using var server = await MailServer.StartAsync();
        await using var rig = await MailRig.MakeAsync(server.Port);
        await rig.OpenAsync();

        // Claimed, and the process ended before anything was said.
        Assert.NotNull(await rig.Services.GetRequiredService<MailDeliveries>().ClaimAsync(Ct));
        await rig.RestartAsync();
        Assert.Equal(0, await rig.SendAsync());
        rig.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, await rig.SendAsync());
        Assert.Single(server.Taken);
        rig.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await rig.SendAsync());
    }

    [Fact]
    public async Task A_server_that_says_nothing_has_its_minute_and_no_commit_waits_for_it()
    {
        await using var silent = new HostileServer((_, _, stop) => Task.Delay(Timeout.Infinite, stop));
        await using var rig = await MailRig.MakeAsync(silent.Port);
        using var worker = ActivatorUtilities.CreateInstance<MailWorker>(rig.Services);
        await worker.StartAsync(Ct);
        await rig.OpenAsync();
        await Eventually.TrueAsync(() => silent.Visits == 1, "it is connected to");

        // More than the worker has places: each is written at once.
        for (var n = 0; n < 6; n++)
        {
            await rig.OpenAsync();
        }

        await Eventually.TrueAsync(() => silent.Visits == 4, "all places are taken, and no more than these");
        rig.Time.Advance(MailSender.Limit);
        await Eventually.TrueAsync(async () => (await rig.HealthAsync()).Tried?.Failure is not null, "it has had its time");
        Assert.Equal("did not answer within 1 min", (await rig.HealthAsync()).Tried!.Failure);
        await worker.StopAsync(Ct);
    }

    public static TheoryData<string, string> Harms => new()
    {
        { "a line without an end", "said more than is read" },
        { "lines without an end", "said more than is read" },
        { "garbage", "broke off the connection, or spoke no SMTP" },
        { "nothing", "broke off the connection, or spoke no SMTP" },
        { "busy", "answered 421: too many" },
        { "hangs up in the letter", "broke off the connection, or spoke no SMTP" },
    };

    [Theory]
    [MemberData(nameof(Harms))]
    public async Task Who_says_too_much_or_too_little_or_nonsense_does_no_harm(string how, string failure)
    {
        await using var server = new HostileServer((said, stream, stop) => BehaveAsync(how, said, stream, stop));
        await using var rig = await MailRig.MakeAsync(server.Port);
        await rig.OpenAsync();

        Assert.Equal(1, await rig.SendAsync());

        Assert.Equal((1, failure), ((await rig.HealthAsync()).Waiting, (await rig.HealthAsync()).Tried!.Failure));
        await Eventually.TrueAsync(() => server.Left == 1, "it is not listened to any longer");
    }

    [Fact]
    public async Task A_list_is_tried_by_those_who_approve()
    {
        await using var server = await MailServer.StartAsync();
        await using var rig = await MailRig.MakeAsync(server.Port);

        Assert.Contains(
            "Ada may not try a list: that takes the Approve permission.",
            await rig.TypeAsync("/mail test management", Permissions.Observe),
            StringComparison.Ordinal);
        Assert.Contains("'managers' is no list.", await rig.TypeAsync("/mail test managers"), StringComparison.Ordinal);
        Assert.Equal(0, await rig.SendAsync());
        Assert.Contains("A letter goes to 1 address of management", await rig.TypeAsync("/mail test Management"), StringComparison.Ordinal);
        Assert.Equal(1, await rig.SendAsync());

        var letter = Assert.Single(server.Taken);
        Assert.Equal("[TEST] The bot tries this list", letter.Subject);
        Assert.Contains("Ada tries whether letters of the bot arrive. Nothing has happened.", letter.Text, StringComparison.Ordinal);
    }

    private static async Task BehaveAsync(string how, StreamReader said, Stream stream, CancellationToken stop)
    {
        var line = new string('a', 1000);
        switch (how)
        {
            case "a line without an end":
                await HostileServer.SayAsync(stream, "220 ", stop);
                break;
            case "lines without an end":
                line = $"220-{line}\r\n";
                break;
            case "garbage":
                await stream.WriteAsync(Encoding.ASCII.GetBytes("SSH-2.0-OpenSSH_9.9\r\n\0\u0001\r\n"), stop);
                return;
            case "nothing":
                return;
            case "busy":
                await HostileServer.SayAsync(stream, "421 too many\r\n", stop);
                await said.ReadToEndAsync(stop);
                return;
            default:
                await HostileServer.SayAsync(stream, Greeting, stop);
                foreach (var answer in (string[])["250 mail\r\n", "250 sender\r\n", "250 recipient\r\n", "354 go on\r\n"])
                {
                    await said.ReadLineAsync(stop);
                    await HostileServer.SayAsync(stream, answer, stop);
                }

                await said.ReadLineAsync(stop);
                return;
        }

        while (true)
        {
            await HostileServer.SayAsync(stream, line, stop);
        }
    }
}
