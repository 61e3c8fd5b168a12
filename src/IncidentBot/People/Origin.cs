namespace IncidentBot.People;

/// <summary>Where a request comes from: from a person, or from something that is none and may do only what was given to it.</summary>
public abstract record Origin
{
    private const string ServicePlatform = "service";
    private const string AlertPlatform = "alert";
    private const string BotPlatform = "bot";

    private Origin()
    {
    }

    /// <summary>By which its requests are kept in order.</summary>
    public abstract Account Account { get; }

    /// <summary>As the record names it; null for the bot, whom the record names where it names nobody.</summary>
    public virtual PersonId? Id => new PersonId($"{Account.Platform}:{Account.UserId}");

    /// <summary>As people read it.</summary>
    public abstract string Name { get; }

    /// <summary>A person, by an account on a platform.</summary>
    public sealed record Human(Account Holds) : Origin
    {
        public override Account Account => Holds;

        public override PersonId? Id => new PersonId(Holds.ToString());

        public override string Name => Holds.UserId;
    }

    /// <summary>A program that shows a token.</summary>
    public sealed record Service(string Called) : Origin
    {
        public override Account Account => new(ServicePlatform, "", Called);

        public override string Name => $"the service {Called}";
    }

    /// <summary>Whatever watches, and sends alerts.</summary>
    public sealed record Alert(string Source) : Origin
    {
        public override Account Account => new(AlertPlatform, "", Source);

        /// <summary>A source of several words is a part of the bot, and says itself what it is: the configuration allows one word.</summary>
        public override string Name => Source.Contains(' ', StringComparison.Ordinal) ? Source : $"the alert source {Source}";
    }

    /// <summary>The bot itself: its rounds, its clocks.</summary>
    public sealed record Bot : Origin
    {
        public override Account Account => new(BotPlatform, "", BotPlatform);

        public override PersonId? Id => null;

        public override string Name => "the bot";
    }

    /// <summary>Whether the record names something that sends alerts.</summary>
    public static bool IsAlert(PersonId id) => id.Value.StartsWith($"{AlertPlatform}:", StringComparison.Ordinal);

    public static Origin Of(Account account) => account.Platform switch
    {
        ServicePlatform => new Service(account.UserId),
        AlertPlatform => new Alert(account.UserId),
        BotPlatform => new Bot(),
        _ => new Human(account),
    };

    /// <summary>What acted, by its name in the record.</summary>
    /// <returns>Null where it was a person, listed or not.</returns>
    public static Origin? NoPerson(PersonId? by) => by is not { } id ? new Bot() : id.Value.Split(':') switch
    {
        [ServicePlatform, var called] => new Service(called),
        [AlertPlatform, var source] => new Alert(source),
        _ => null,
    };
}
