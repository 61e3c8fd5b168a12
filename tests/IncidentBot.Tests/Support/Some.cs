using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Targets;

namespace IncidentBot.Tests.Support;

/// <summary>Things that a test needs and does not care about.</summary>
internal static class Some
{
    private static int requests;

    public static readonly DateTimeOffset Night = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    public static readonly ChannelRef Channel = new("local", "demo", "ops");

    public static readonly Person Ada = Listed("ada", "Ada");
    public static readonly Person Grace = Listed("grace", "Grace");

    /// <summary>Nobody that the configuration names.</summary>
    public static readonly Person Olga = new(new PersonId("local:demo:olga"), "Olga", Permissions.Observe, Listed: false)
    {
        Accounts = [new Account("local", "demo", "olga")],
    };

    /// <summary>An account of nobody that the configuration names, where none of those has an account.</summary>
    public static readonly Person Elsewhere = new(new PersonId("local:other:olga"), "Olga", Permissions.Observe, Listed: false)
    {
        Accounts = [new Account("local", "other", "olga")],
    };

    public static PeopleDirectory People => new([Ada, Grace]);

    public static AuditChain Chain => new([.. Enumerable.Repeat((byte)7, AuditChain.MinimumKeyBytes)]);

    /// <summary>A new request by the person, from their local account unless another is given.</summary>
    public static Request Request(Person by, ChannelRef? channel = null, string? key = null, Account? from = null) =>
        new(key ?? $"request-{Interlocked.Increment(ref requests)}", by, new ReplyAddress(channel ?? Channel, from ?? by.Accounts[0], Ticket: null));

    public static Incident Incident(int number = 1, DateTimeOffset? openedAt = null) => new()
    {
        Id = IncidentId.New(openedAt ?? Night),
        Number = number,
        Title = "Redis is down",
        Severity = Severity.P0,
        Target = new TargetRef("redis", "primary"),
        Channel = Channel,
        OpenedBy = Ada.Id,
        OpenedAt = openedAt ?? Night,
        UpdatedAt = openedAt ?? Night,
    };

    /// <summary>A destructive run of the incident, asked for by Ada, that waits for its approval.</summary>
    public static Run Run(Incident incident, int number = 1) => new()
    {
        Id = RunId.New(Night),
        Number = number,
        Call = new ActionCall(new ActionId("redis.clear-cache"), incident.Target.Name, new Dictionary<string, string> { ["pattern"] = "rl:*" }),
        Risk = Risk.Destructive,
        State = RunState.AwaitingApproval,
        Plan = new ActionPlan("Would unlink about 1,204,000 keys, 312 MB."),
        PlanHash = new string('7', 64),
        ValidUntil = Night.AddMinutes(10),
        RequestedBy = Ada.Id,
        RequestedAt = Night,
        Channel = incident.Channel,
        Incident = incident.Id,
    };

    /// <summary>May do everything, and is one human on two platforms.</summary>
    private static Person Listed(string id, string name) =>
        new(new PersonId(id), name, Permissions.Observe | Permissions.Respond | Permissions.Approve, Listed: true)
        {
            Accounts = [new Account("local", "demo", id), new Account("slack", "T1", $"U-{id}")],
        };
}
