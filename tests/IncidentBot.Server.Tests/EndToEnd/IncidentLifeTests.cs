using IncidentBot.Audit;
using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Redis;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>The whole life of an incident while its Redis is broken, by commands and by buttons. The bot needs nothing of what it repairs.</summary>
public sealed class IncidentLifeTests
{
    public static TheoryData<string> Faults => [.. BrokenRedis.Faults];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task By_commands_with_the_fault_mended_in_the_middle(string fault)
    {
        await using var redis = await BrokenRedis.WithAsync(fault);
        await using var bot = await BotHost.ConnectedAsync(redis.Server);
        await redis.Break();

        var channel = await bot.OpenAsync(LocalPeople.Ada, $"Redis is {fault}");
        await bot.SayAsync(LocalPeople.Grace, channel, "/incident ack");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 finding");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Assessing → Mitigating");

        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Verifying → Mitigating");

        await redis.Mend();
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Verifying → Monitoring");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Monitoring → Resolved");
        await bot.SayAsync(LocalPeople.Grace, channel, "/incident summary");
        await bot.SeesAsync(LocalPeople.Grace, channel, "[e1");
        await bot.SayAsync(LocalPeople.Grace, channel, "/incident close");
        await bot.SeesAsync(LocalPeople.Grace, channel, "Resolved → Closed");
        await AssertAuditIntactAsync(bot);
    }

    [Fact]
    public async Task A_correction_reaches_the_card_the_timeline_and_a_new_version_of_the_summary()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.ConnectedAsync(redis);
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Publishing stands still");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 finding");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate it was restarted");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 summary", "[e1");

        await bot.SayAsync(LocalPeople.Grace, channel, "/incident correct e1 at -10min the alert said so");

        await bot.SeesAsync(LocalPeople.Grace, channel, "e1 of INC-1 is corrected", "Understood as ");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1  P0  RESOLVED  10 min", "e1 of the timeline");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 summary, version 2", "Since version 1", "Grace corrected e1: it was at", "repaired after 10 min");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident timeline");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 timeline", "CORRECTED (Grace, e");
        await AssertAuditIntactAsync(bot);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task By_buttons_with_the_fault_there_to_the_end(string fault)
    {
        await using var redis = await BrokenRedis.WithAsync(fault);
        await using var bot = await BotHost.ConnectedAsync(redis.Server);
        await redis.Break();

        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/redis diagnose");
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "/redis diagnose on primary");
        var channel = await bot.OpenAsync(LocalPeople.Ada, $"Redis is {fault}");

        await PressOnCardAsync(bot, channel, LocalPeople.Grace, "ASSESSING", "Acknowledge");
        await PressOnCardAsync(bot, channel, LocalPeople.Ada, "ASSESSING", "Start mitigating");
        await PressOnCardAsync(bot, channel, LocalPeople.Ada, "MITIGATING", "Verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Verifying → Mitigating");

        await OverrideAsync(bot, channel, "to go on to Monitoring", "the platform was moved to the standby");
        await bot.SeesAsync(LocalPeople.Grace, channel, "Verifying → Monitoring");
        await OverrideAsync(bot, channel, "to go on to Resolved", "the standby has held");
        await bot.SeesAsync(LocalPeople.Grace, channel, "Monitoring → Resolved");
        await PressOnCardAsync(bot, channel, LocalPeople.Grace, "RESOLVED", "Close");
        await bot.SeesAsync(LocalPeople.Grace, channel, "Resolved → Closed");
        await AssertAuditIntactAsync(bot);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_finding_names_the_fault(string fault)
    {
        await using var redis = await BrokenRedis.WithAsync(fault);
        await using var bot = await BotHost.ConnectedAsync(redis.Server);
        await redis.Break();

        var report = await bot.Get<Execution.AuditedReader>().ReadAsync(
            new Actions.ActionCall(new Actions.ActionId("redis.diagnose"), "primary", new Dictionary<string, string>()),
            LocalPeople.Ada.Id,
            TestContext.Current.CancellationToken);

        Assert.False(report.Healthy);
        Assert.Equal(redis.Named, report.FailureClass);
    }

    /// <summary>Ada asks and cannot approve it herself; Grace can.</summary>
    private static async Task OverrideAsync(BotHost bot, string channel, string what, string reason)
    {
        await bot.SayAsync(LocalPeople.Ada, channel, $"/incident override {reason}");
        var asked = await bot.SeesAsync(LocalPeople.Grace, channel, "asks for an override", reason);
        Assert.Contains(what, PlainText.Render(asked.Card), StringComparison.OrdinalIgnoreCase);
        await bot.PressAsync(LocalPeople.Ada, asked, "Approve override");
        await bot.SeesAsync(LocalPeople.Ada, channel, "it takes a second person");
        await bot.PressAsync(LocalPeople.Grace, asked, "Approve override");
    }

    private static async Task PressOnCardAsync(BotHost bot, string channel, Person who, string state, string label)
    {
        var card = await bot.SeesAsync(who, channel, $"INC-1  P0  {state}", $"[{label}]");
        await bot.PressAsync(who, card, label);
    }

    private static async Task AssertAuditIntactAsync(BotHost bot)
    {
        var store = bot.Get<IAuditStore>();
        var verdict = await new AuditVerifier(bot.Get<AuditChain>()).VerifyAsync(store.AllAsync(new AuditQuery(), default), store.HeadAsync, [], default);
        Assert.Empty(verdict.Faults);
    }
}
