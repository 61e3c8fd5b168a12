using System.Diagnostics;
using IncidentBot.Chat;
using IncidentBot.Chat.Teams;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;
using Microsoft.Extensions.Options;

namespace IncidentBot.Server.Tests.Chat.Teams;

public sealed class TeamsPlatformTests : TeamsBotTest
{
    private static readonly ChannelRef Channel = new("teams", FakeTeams.Tenant, FakeTeams.Channel);
    private static readonly ChannelRef Incident = Channel with { ChannelId = $"{FakeTeams.Channel};incident=7" };
    private static readonly Card Hello = Card.Say("Hello");

    [Fact]
    public void An_incident_gets_a_thread_of_its_own_in_the_channel_it_was_opened_in_and_a_chat_keeps_it()
    {
        Assert.Equal(Incident, Bot.Platform.ChannelFor(7, "x", Channel));
        Assert.Equal(Incident, Bot.Platform.ChannelFor(7, "x", Channel with { ChannelId = $"{FakeTeams.Channel};messageid=1" }));
        Assert.Equal(Incident, Bot.Platform.ChannelFor(7, "x", Channel with { ChannelId = $"{FakeTeams.Channel};incident=6" }));

        foreach (var chat in (string[])[FakeTeams.PersonalChat(FakeTeams.Alice), "19:6f2a1c7e_aaaa@unq.gbl.spaces", "19:0a1b2c@thread.v2"])
        {
            Assert.Equal(Channel with { ChannelId = chat }, Bot.Platform.ChannelFor(7, "x", Channel with { ChannelId = chat }));
        }
    }

    [Fact]
    public async Task A_channel_can_be_set_aside_for_incidents()
    {
        await using var other = await TeamsBot.StartAsync(Teams, ("Teams:IncidentChannel", FakeTeams.Channel));

        Assert.Equal(Incident, other.Platform.ChannelFor(7, "x", Channel with { ChannelId = FakeTeams.PersonalChat(FakeTeams.Alice) }));
    }

    [Fact]
    public async Task The_first_message_of_an_incident_begins_its_thread_and_the_next_ones_stay_in_it()
    {
        var id = await Bot.Platform.PostAsync(Incident, Hello, new("1"), Ct);
        await Bot.Platform.PostAsync(Incident, Card.Say("A reply"), new("2"), Ct);
        await Bot.Platform.UpdateAsync(Incident, id, Card.Say("Changed"), Ct);

        Assert.Equal(
            [($"{FakeTeams.Channel};messageid={id}", "Changed", 1), ($"{FakeTeams.Channel};messageid={id}", "A reply", 0)],
            Teams.Messages.Select(message => (message.Conversation, message.Visible, message.Edits)));
        Assert.All(Teams.Calls, call => Assert.InRange(call.Answer, 200, 201));
    }

    [Fact]
    public async Task What_belongs_below_a_message_is_said_in_its_thread_and_in_a_chat_at_the_end()
    {
        var above = await Bot.Platform.PostAsync(Channel, Hello, new("1"), Ct);
        await Bot.Platform.PostUnderAsync(Channel, above, Card.Say("News"), new("2"), Ct);
        var thread = Channel with { ChannelId = $"{FakeTeams.Channel};messageid={above}" };
        await Bot.Platform.PostUnderAsync(thread, above, Card.Say("More news"), new("3"), Ct);
        var chat = Channel with { ChannelId = FakeTeams.PersonalChat(FakeTeams.Alice) };
        await Bot.Platform.PostUnderAsync(chat, above, Card.Say("For a chat"), new("4"), Ct);

        Assert.Equal(
            [(thread.ChannelId, "News"), (thread.ChannelId, "More news"), (chat.ChannelId, "For a chat")],
            Teams.Messages.Skip(1).Select(message => (message.Conversation, message.Visible)));
    }

    [Fact]
    public async Task What_is_written_in_the_thread_of_an_incident_belongs_to_it_after_a_restart_too()
    {
        await Bot.Platform.PostAsync(Incident, Hello, new("1"), Ct);
        var thread = Assert.Single(Teams.Messages).Conversation;

        await Teams.Sender.SendAsync(Teams.Sender.Message("incident status", FakeTeams.Alice, thread), Bot.Url, Ct);
        Assert.Equal(Incident, Assert.Single(Bot.Inbox.Rows).Channel);

        var book = new TeamsAddressBook(Bot.Get<IncidentBot.Storage.IConversationStore>());
        Assert.Equal(new TeamsConversation(Teams.ServiceUrl, thread), await book.FindAsync(Incident, Ct));
        Assert.Equal(Incident.ChannelId, (await book.FindAsync(Channel with { ChannelId = thread }, Ct))!.KnownAs);
    }

    [Fact]
    public async Task A_conversation_goes_the_way_that_its_last_message_came()
    {
        var activity = Teams.Sender.Message("redis ping", FakeTeams.Alice);
        await Teams.Sender.SendAsync(activity, Bot.Url, Ct);

        await Bot.Platform.PostAsync(TeamsBot.ChannelOf(activity), Hello, new("1"), Ct);

        Assert.Equal((string?)activity["conversation"]!["id"], Assert.Single(Teams.Messages).Conversation);
    }

    [Fact]
    public async Task An_answer_goes_to_the_persons_own_chat_which_is_opened_once()
    {
        var to = await AskedAsync("redis ping");

        await Bot.Platform.ReplyAsync(to, Hello, new("1"), Ct);
        await Bot.Platform.ReplyAsync(to, Hello, new("2"), Ct);

        Assert.Equal(
            [FakeTeams.PersonalChat(FakeTeams.Alice), FakeTeams.PersonalChat(FakeTeams.Alice)],
            Teams.Messages.Select(message => message.Conversation));
        Assert.Single(Teams.Calls, call => call.Path == "/amer/v3/conversations");
    }

    [Fact]
    public async Task Who_has_a_chat_with_the_bot_is_told_there_and_nobody_is_told_anything_elsewhere()
    {
        var bob = new Account("teams", FakeTeams.Tenant, FakeTeams.Bob.AadObjectId);
        var refusal = await Assert.ThrowsAsync<DeliveryException>(() => Bot.Platform.NoticeAsync(bob, Hello, new("1"), Ct));
        Assert.True(refusal is { Permanent: true, MayHaveArrived: false });

        await AskedAsync("redis ping", FakeTeams.PersonalChat(FakeTeams.Bob));
        await Bot.Platform.NoticeAsync(bob, Hello, new("2"), Ct);

        Assert.Equal(FakeTeams.PersonalChat(FakeTeams.Bob), Assert.Single(Teams.Messages).Conversation);
    }

    [Fact]
    public async Task An_answer_in_a_chat_of_ones_own_stays_there()
    {
        await Bot.Platform.ReplyAsync(await AskedAsync("redis ping", FakeTeams.PersonalChat(FakeTeams.Bob)), Hello, new("1"), Ct);

        Assert.Equal(FakeTeams.PersonalChat(FakeTeams.Bob), Assert.Single(Teams.Messages).Conversation);
        Assert.Single(Teams.Calls);
    }

    [Fact]
    public async Task Where_the_person_cannot_be_written_to_the_answer_is_given_in_the_open()
    {
        Teams.Uninstalled.Add(FakeTeams.Alice.Id);
        var to = await AskedAsync("redis ping");

        await Bot.Platform.ReplyAsync(to, Hello, new("1"), Ct);

        var message = Assert.Single(Teams.Messages);
        Assert.Equal((to.Channel.ChannelId, null), (message.Conversation, message.OnlyFor));
        Assert.Contains("is shown to everyone there", Bot.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Targeted", true)]
    [InlineData("Open", false)]
    public async Task An_answer_can_be_given_where_it_was_asked(string answers, bool alone)
    {
        await using var other = await TeamsBot.StartAsync(Teams, ("Teams:Answers", answers));
        await Teams.Sender.SendAsync(Teams.Sender.Message("redis ping", FakeTeams.Alice), other.Url, Ct);
        var to = Assert.Single(other.Inbox.Rows).ReplyTo;

        await other.Platform.ReplyAsync(to, Hello, new("1"), Ct);

        var message = Assert.Single(Teams.Messages);
        Assert.Equal((to.Channel.ChannelId, alone ? FakeTeams.Alice.Id : null), (message.Conversation, message.OnlyFor));
        Assert.Equal(alone, Assert.Single(Teams.Calls).Targeted);
    }

    [Fact]
    public async Task A_slash_command_that_nobody_saw_is_answered_so_that_nobody_sees_it()
    {
        var activity = Teams.Sender.Message("redis ping", FakeTeams.Alice);
        activity["recipient"]!["isTargeted"] = true;
        await Teams.Sender.SendAsync(activity, Bot.Url, Ct);

        await Bot.Platform.ReplyAsync(Assert.Single(Bot.Inbox.Rows).ReplyTo, Hello, new("1"), Ct);

        Assert.Equal(FakeTeams.Alice.Id, Assert.Single(Teams.Messages).OnlyFor);
    }

    [Fact]
    public async Task One_token_serves_many_messages_and_a_revoked_one_is_replaced()
    {
        await Bot.Platform.PostAsync(Incident, Hello, new("1"), Ct);
        await Bot.Platform.PostAsync(Incident, Hello, new("2"), Ct);
        Assert.Equal(1, Teams.Issuer.TokensIssued);

        Teams.Issuer.Revoke();
        await Bot.Platform.PostAsync(Incident, Hello, new("3"), Ct);

        Assert.Equal(2, Teams.Issuer.TokensIssued);
        Assert.Equal(3, Teams.Messages.Count);
    }

    [Fact]
    public async Task A_secret_that_Entra_does_not_take_is_said_and_not_shown_and_waits_for_a_better_one()
    {
        Teams.Issuer.TokenError = "invalid_client";

        var e = await Assert.ThrowsAsync<DeliveryException>(() => Bot.Platform.PostAsync(Incident, Hello, new("1"), Ct));

        Assert.False(e.Permanent);
        Assert.Contains("invalid_client", e.Message, StringComparison.Ordinal);
        Assert.Contains("Teams:ClientSecret", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Teams.Issuer.ClientSecret, e.ToString(), StringComparison.Ordinal);

        Teams.Issuer.TokenError = null;
        await Bot.Platform.PostAsync(Incident, Hello, new("1"), Ct);
    }

    [Theory]
    [InlineData(429, "7", 7, false)]
    [InlineData(429, null, 1, false)]
    [InlineData(412, null, 1, false)]
    [InlineData(502, null, 1, true)]
    [InlineData(504, null, 1, true)]
    [InlineData(500, null, null, true)]
    [InlineData(503, null, null, true)]
    public async Task Trouble_that_passes_is_tried_again_after_a_while_and_not_by_all_at_once(int status, string? retryAfter, int? seconds, bool mayHaveArrived)
    {
        Teams.FailNext(new FakeTeamsFailure(status, retryAfter));

        var e = await Assert.ThrowsAsync<DeliveryException>(() => Bot.Platform.PostAsync(Incident, Hello, new("1"), Ct));

        Assert.Equal((false, mayHaveArrived), (e.Permanent, e.MayHaveArrived));
        if (seconds is { } least)
        {
            Assert.InRange(e.RetryAfter!.Value.TotalSeconds, least, least + 1);
        }
        else
        {
            Assert.Null(e.RetryAfter);
        }

        await Bot.Platform.PostAsync(Incident, Hello, new("1"), Ct);
        Assert.Single(Teams.Messages);
    }

    [Theory]
    [InlineData(400, "mistake in the bot")]
    [InlineData(403, "add the app")]
    [InlineData(404, "is gone")]
    [InlineData(413, "mistake in the bot")]
    [InlineData(405, "See https://")]
    public async Task What_will_never_work_is_given_up_with_a_word_on_what_to_do(int status, string remedy)
    {
        Teams.FailNext(new FakeTeamsFailure(status));

        var e = await Assert.ThrowsAsync<DeliveryException>(() => Bot.Platform.PostAsync(Incident, Hello, new("1"), Ct));

        Assert.True(e.Permanent);
        Assert.Contains(remedy, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_whose_answer_was_lost_is_tried_again()
    {
        Teams.FailNext(FakeTeamsFailure.CutAfterTheEffect);

        var e = await Assert.ThrowsAsync<DeliveryException>(() => Bot.Platform.PostAsync(Incident, Hello, new("1"), Ct));

        Assert.Equal((false, true), (e.Permanent, e.MayHaveArrived));
        Assert.Single(Teams.Messages);
    }

    [Fact]
    public async Task A_message_that_may_be_there_already_says_that_it_is_one_event()
    {
        var to = await AskedAsync("redis ping");
        var again = new Delivery("1", MayBeThereSince: Time.Now);

        await Bot.Platform.PostAsync(Incident, Hello, new("1"), Ct);
        await Bot.Platform.PostAsync(Incident, Hello, again, Ct);
        await Bot.Platform.ReplyAsync(to, Hello, again, Ct);

        Assert.Equal([false, true, true], Teams.Messages.Select(message => message.Visible.Contains("This may be here twice", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_connection_that_was_never_made_brought_nothing()
    {
        await Teams.DisposeAsync();

        Assert.False((await Assert.ThrowsAsync<DeliveryException>(() => Bot.Platform.PostAsync(Incident, Hello, new("1"), Ct))).MayHaveArrived);
    }

    [Fact]
    public async Task A_message_that_somebody_deleted_cannot_be_updated()
    {
        var id = await Bot.Platform.PostAsync(Incident, Hello, new("1"), Ct);
        Teams.Delete(Assert.Single(Teams.Messages));

        var e = await Assert.ThrowsAsync<DeliveryException>(() => Bot.Platform.UpdateAsync(Incident, id, Hello, Ct));

        Assert.True(e.Permanent);
    }

    [Fact]
    public async Task No_token_goes_to_an_address_that_is_no_longer_allowed()
    {
        await Bot.Get<TeamsAddressBook>().RememberAsync(Incident, new TeamsConversation("https://example.com/amer/", "19:x@thread.tacv2;messageid=1"), Ct);

        var e = await Assert.ThrowsAsync<DeliveryException>(() => Bot.Platform.PostAsync(Incident, Hello, new("1"), Ct));

        Assert.True(e.Permanent);
        Assert.Contains("Teams:ServiceHosts", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, Teams.Issuer.TokensIssued);
    }

    [Fact]
    public async Task A_conversation_gets_no_more_than_Teams_takes_and_the_others_do_not_wait_for_it()
    {
        for (var n = 0; n < 7; n++)
        {
            await Bot.Platform.PostAsync(Channel with { ChannelId = FakeTeams.PersonalChat(FakeTeams.Alice) }, Hello, new("1"), Ct);
        }

        var e = await Assert.ThrowsAsync<DeliveryException>(
            () => Bot.Platform.PostAsync(Channel with { ChannelId = FakeTeams.PersonalChat(FakeTeams.Alice) }, Hello, new("1"), Ct));
        Assert.False(e.Permanent);
        Assert.Equal(TimeSpan.FromSeconds(1), e.RetryAfter);
        Assert.Equal(7, Teams.Calls.Count);
        await Bot.Platform.PostAsync(Channel with { ChannelId = FakeTeams.PersonalChat(FakeTeams.Bob) }, Hello, new("1"), Ct);

        Time.Now += e.RetryAfter!.Value;
        await Bot.Platform.PostAsync(Channel with { ChannelId = FakeTeams.PersonalChat(FakeTeams.Alice) }, Hello, new("1"), Ct);
    }

    [Fact]
    public void The_limits_are_those_that_Teams_documents()
    {
        var pace = new TeamsPace(Options.Create(new TeamsOptions()), Time);
        var started = Time.Now;
        var sent = 0;
        while (Time.Now < started.AddSeconds(30) && sent <= 100)
        {
            if (pace.Wait("a") is { } wait)
            {
                Assert.True(wait > TimeSpan.Zero);
                Time.Now += wait;
            }
            else
            {
                sent++;
            }
        }

        Assert.Equal(60, sent);
    }

    [Fact]
    public async Task An_answer_without_an_address_is_given_up()
    {
        var e = await Assert.ThrowsAsync<DeliveryException>(
            () => Bot.Platform.ReplyAsync(new ReplyAddress(Channel, new Account("teams", FakeTeams.Tenant, "x"), Ticket: null), Hello, new("1"), Ct));

        Assert.True(e.Permanent);
    }

    private async Task<ReplyAddress> AskedAsync(string line, string? conversation = null)
    {
        var user = conversation == FakeTeams.PersonalChat(FakeTeams.Bob) ? FakeTeams.Bob : FakeTeams.Alice;
        await Teams.Sender.SendAsync(Teams.Sender.Message(line, user, conversation), Bot.Url, Ct);
        return (Bot.Inbox.Rows is [.., var last] ? last : throw new UnreachableException()).ReplyTo;
    }
}
