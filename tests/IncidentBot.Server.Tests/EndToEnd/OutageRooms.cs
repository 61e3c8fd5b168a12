using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

public sealed class LocalOutageTests : OutageScenario
{
    private protected override Task<IOutageRoom> RoomAsync() => Task.FromResult<IOutageRoom>(new Room());

    private sealed class Room : IOutageRoom
    {
        private BotHost bot = null!;
        private string channel = LocalChannels.General;

        public string First => LocalPeople.Ada.Name;

        public string Second => LocalPeople.Grace.Name;

        public string Outsider => "Mallory";

        public IReadOnlyList<string> Settings => [];

        public string AlertChannel => LocalChannels.Ref(LocalChannels.General).ToString();

        public void Enter(BotHost bot) => this.bot = bot;

        public void GoTo(RoomMessage message) => channel = ((ChannelMessage)message.Message).Channel.ChannelId;

        /// <summary>The page knows no third person: what such a one sends is put where the page's own requests arrive.</summary>
        public Task TypeAsync(string who, string line) => who == Outsider
            ? bot.Get<IInbox>().AddAsync(new InboxMessage(
                Guid.NewGuid().ToString("N"), Person(who).Accounts[0], who, LocalChannels.Ref(channel), line, Ticket: null,
                TimeProvider.System.GetUtcNow()), CancellationToken.None)
            : bot.SayAsync(Person(who), channel, line);

        public Task PressAsync(string who, RoomMessage message, string label) => bot.PressAsync(Person(who), (ChannelMessage)message.Message, label);

        public Task<RoomMessage> AllSeeAsync(params string[] texts) => WaitAsync(LocalPeople.Ada, message => message.OnlyFor is null, texts);

        public Task<RoomMessage> AloneSeesAsync(string who, params string[] texts) =>
            WaitAsync(Person(who), message => message.OnlyFor == Person(who).Id, texts);

        public void AssertNothingWasRefused()
        {
            // There is nobody who could refuse: the page shows what the channel log holds.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static Person Person(string who) => LocalPeople.All.FirstOrDefault(person => person.Name == who)
            ?? new Person(new PersonId("mallory"), who, Permissions.Observe, Listed: false)
            {
                Accounts = [new Account(LocalPlatform.PlatformName, LocalChannels.Workspace, "mallory")],
            };

        private async Task<RoomMessage> WaitAsync(Person reader, Func<ChannelMessage, bool> sees, string[] texts)
        {
            ChannelMessage? found = null;
            await Eventually.TrueAsync(
                async () => (found = await FindAsync(reader, sees, texts)) is not null,
                $"{reader.Name} sees '{string.Join("' and '", texts)}'");
            return new RoomMessage(found!.Id, PlainText.Render(found.Card), found);
        }

        private async Task<ChannelMessage?> FindAsync(Person reader, Func<ChannelMessage, bool> sees, string[] texts)
        {
            foreach (var place in await bot.Get<IChannelLog>().ChannelsAsync("local", long.MaxValue, limit: 100, CancellationToken.None))
            {
                var messages = await bot.ReadAsync(reader, place.Channel.ChannelId);
                if (messages.LastOrDefault(message => message.Author is null
                    && sees(message)
                    && texts.All(text => PlainText.Render(message.Card).Contains(text, StringComparison.Ordinal))) is { } found)
                {
                    return found;
                }
            }

            return null;
        }
    }
}

public sealed class SlackRoomOutageTests : OutageScenario
{
    private protected override async Task<IOutageRoom> RoomAsync() => new Room(await FakeSlack.StartAsync());

    private sealed class Room(FakeSlack slack) : IOutageRoom
    {
        private SlackRoom room = null!;

        public string First => "Alice";

        public string Second => "Bob";

        public string Outsider => "Mallory";

        public IReadOnlyList<string> Settings => SlackRoom.Settings(slack);

        public string AlertChannel => $"slack:{FakeSlack.Team}:{FakeSlack.Channel}";

        public void Enter(BotHost bot) => room = new SlackRoom(slack, bot.Address);

        public void GoTo(RoomMessage message)
        {
            // There is one channel.
        }

        public Task TypeAsync(string who, string line) => room.TypeAsync(User(who), line);

        public Task PressAsync(string who, RoomMessage message, string label) => label is "Approve" or "Reject"
            ? room.FillInAsync(User(who), (FakeSlackMessage)message.Message, label)
            : room.PressAsync(User(who), (FakeSlackMessage)message.Message, label);

        public async Task<RoomMessage> AllSeeAsync(params string[] texts) => Of(await room.AllSeeAsync([.. texts.Where(text => text[0] != '[')]));

        public async Task<RoomMessage> AloneSeesAsync(string who, params string[] texts) => Of(await room.AloneSeesAsync(User(who), texts));

        public void AssertNothingWasRefused() =>
            Assert.All(slack.Calls, call => Assert.True(call.Answer is null, $"Slack refused {call.Method} with {call.Answer}: {call.Arguments}"));

        public ValueTask DisposeAsync() => slack.DisposeAsync();

        private static string User(string who) => who switch { "Alice" => FakeSlack.Alice, "Bob" => FakeSlack.Bob, _ => "U0MALLORY" };

        private static RoomMessage Of(FakeSlackMessage message) => new(message.Ts, message.Visible, message);
    }
}

public sealed class TeamsRoomOutageTests : OutageScenario
{
    private protected override async Task<IOutageRoom> RoomAsync() => new Room(await FakeTeams.StartAsync());

    private sealed class Room(FakeTeams teams) : IOutageRoom
    {
        /// <summary>Whom Teams reaches as it reaches Bob, and who is somebody else in the directory.</summary>
        private static readonly FakeTeamsUser Mallory = new(FakeTeams.Bob.Id, "Mallory", "cccccccc-0000-4000-8000-000000000003");

        private TeamsRoom room = null!;
        private string? conversation;

        public string First => FakeTeams.Alice.Name;

        public string Second => FakeTeams.Bob.Name;

        public string Outsider => Mallory.Name;

        public IReadOnlyList<string> Settings => TeamsRoom.Settings(teams);

        public string AlertChannel => $"teams:{FakeTeams.Tenant}:{FakeTeams.Channel}";

        public void Enter(BotHost bot) => room = new TeamsRoom(teams, bot.Address);

        public void GoTo(RoomMessage message) => conversation = ((FakeTeamsMessage)message.Message).Conversation;

        public Task TypeAsync(string who, string line) => room.TypeAsync(User(who), line, conversation);

        public Task PressAsync(string who, RoomMessage message, string label) => room.PressAsync(User(who), (FakeTeamsMessage)message.Message, label);

        public async Task<RoomMessage> AllSeeAsync(params string[] texts) => Of(await room.AllSeeAsync(texts));

        public async Task<RoomMessage> AloneSeesAsync(string who, params string[] texts) =>
            Of(await room.AloneSeesAsync(who == Outsider ? FakeTeams.Bob : User(who), texts));

        public void AssertNothingWasRefused() =>
            Assert.All(teams.Calls, call => Assert.True(call.Answer is 200 or 201, $"Teams answered {call.Answer} to {call.Method} {call.Path}: {call.Body}"));

        public ValueTask DisposeAsync() => teams.DisposeAsync();

        private static FakeTeamsUser User(string who) => new[] { FakeTeams.Alice, FakeTeams.Bob, Mallory }.Single(user => user.Name == who);

        private static RoomMessage Of(FakeTeamsMessage message) => new(message.Id, message.Visible, message);
    }
}
