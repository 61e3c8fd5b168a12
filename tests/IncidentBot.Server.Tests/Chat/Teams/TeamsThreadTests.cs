using IncidentBot.Chat;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Teams;

/// <summary>The first things about an incident are said in the same moment, by one replica or by two; the order of who is first is random, by seed.</summary>
public sealed class TeamsThreadTests(PostgresServer postgres)
{
    private const int Incidents = 20;
    private const int Posts = 4;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, int> Stores => new() { { "SQLite", 1 }, { "SQLite", 2 }, { "PostgreSQL", 3 }, { "PostgreSQL", 4 }, { "PostgreSQL", 5 } };

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Whoever_speaks_first_and_however_many_at_once_an_incident_has_one_thread(string store, int seed)
    {
        await using var teams = await FakeTeams.StartAsync();
        (string, string?)[] settings =
        [
            ("Audit:Key", Convert.ToBase64String(new byte[32])), ("Teams:Limits:0:Messages", "10000"), ("Teams:Limits:0:Per", "00:00:01"),
            .. store == "SQLite" ? [] : new (string, string?)[] { ("Storage:Postgres", await postgres.CreateDatabaseAsync()) },
        ];
        await using var here = await TeamsBot.StartAsync(teams, settings);
        await using var other = store == "SQLite" ? null : await TeamsBot.StartAsync(teams, settings);
        var random = new Random(seed);
        var said = Enumerable.Range(0, Incidents * Posts)
            .Select(n => (Incident: n % Incidents, Text: $"said {n}.", By: random.Next(2) == 0 ? here : other ?? here))
            .ToArray();
        random.Shuffle(said);

        await Task.WhenAll(said.Select(line => Task.Run(() => PostAsync(line.By, line.Incident, line.Text), Ct)));

        var threads = teams.Messages.GroupBy(message => message.Conversation).ToList();
        Assert.Equal(Incidents, threads.Count);
        foreach (var incident in said.GroupBy(line => line.Incident))
        {
            var thread = Assert.Single(threads, thread => thread.Any(message => message.Visible == incident.First().Text));
            Assert.Equal(incident.Select(line => line.Text).Order(), thread.Select(message => message.Visible).Order());
        }
    }

    /// <summary>As the outbox does it: who is told to come back comes back.</summary>
    private static async Task PostAsync(TeamsBot bot, int incident, string text)
    {
        var channel = new ChannelRef("teams", FakeTeams.Tenant, $"{FakeTeams.Channel};incident={incident}");
        while (true)
        {
            try
            {
                await bot.Platform.PostAsync(channel, new Card(text), new("1"), Ct);
                return;
            }
            catch (DeliveryException e) when (e is { Permanent: false, RetryAfter: not null })
            {
                await Task.Yield();
            }
        }
    }
}
